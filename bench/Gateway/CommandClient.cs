using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace BloxOs.Bench.Gateway;

/// <summary>A program that gives commands over the API.</summary>
internal sealed class CommandClient(HttpClient http, TimeProvider time)
{
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5), Patience = TimeSpan.FromSeconds(30);

    /// <summary>Gives a command and asks until its end shows; milliseconds from the order on.</summary>
    /// <exception cref="BenchException">It ended otherwise than well.</exception>
    public async Task<double> OrderAsync(string key, string rigId, string kind, CancellationToken cancellationToken)
    {
        long since = Stopwatch.GetTimestamp();
        var (location, command) = await CallAsync(HttpMethod.Post, $"/api/v1/rigs/{rigId}/commands", key, $$"""{"kind":"{{kind}}"}""", cancellationToken);
        while (command.GetProperty("state").GetString() is "queued" or "sent" or "started")
        {
            if (Stopwatch.GetElapsedTime(since) > Patience) { throw new BenchException("a command has no end"); }
            await Task.Delay(BetweenLooks, time, cancellationToken);
            (_, command) = await CallAsync(HttpMethod.Get, location!, key, null, cancellationToken);
        }
        double took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        return command.GetProperty("state").GetString() == "ok" ? took : throw new BenchException($"a command ended as {command}");
    }

    /// <summary>One call of the API.</summary>
    /// <exception cref="BenchException">Neither 200 nor 201.</exception>
    public async Task<(string? Location, JsonElement Body)> CallAsync(HttpMethod method, string path, string key, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        if (body is not null) { request.Content = new StringContent(body, Encoding.UTF8, "application/json"); }
        using var answer = await http.SendAsync(request, cancellationToken);
        string text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created)) { throw new BenchException($"{method} {path}: {(int)answer.StatusCode} {text}"); }
        return (answer.Headers.Location?.ToString(), JsonDocument.Parse(text).RootElement.Clone());
    }
}
