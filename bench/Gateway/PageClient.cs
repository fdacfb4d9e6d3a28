using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace BloxOs.Bench.Gateway;

/// <summary>A signed-in person who asks for pages as a browser does: compressed, with his cookies.</summary>
internal sealed partial class PageClient : IDisposable
{
    readonly HttpClient http;

    public PageClient(Uri server)
    {
        Server = server;
        http = new(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    /// <summary>The server.</summary>
    public Uri Server { get; }

    /// <summary>His cookies.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>Path of his farm.</summary>
    public string Farm { get; private set; } = "";

    /// <summary>Signs in and finds the farm.</summary>
    public async Task SignInAsync(string email, string password, CancellationToken cancellationToken)
    {
        string token = Token().Match(await PlainAsync("/sign-in", cancellationToken)).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("Email", email), new("Password", password), new("__RequestVerificationToken", token)]);
        using var answer = await http.PostAsync(new Uri("/sign-in", UriKind.Relative), form, cancellationToken);
        using var home = await http.GetAsync(new Uri("/", UriKind.Relative), cancellationToken);
        Farm = home.Headers.Location?.ToString() is { } to && to.StartsWith("/farms/", StringComparison.Ordinal) ? to : throw new BenchException($"sign-in: {answer.StatusCode}, then {home.StatusCode} to {home.Headers.Location}");
    }

    /// <summary>Waits until all rigs report.</summary>
    public async Task AwaitRigsAsync(int rigs, Action mustRun, CancellationToken cancellationToken)
    {
        for (int tries = 0; tries < 90; tries++)
        {
            mustRun();
            string page = await PlainAsync(Farm, cancellationToken);
            if (page.Contains(string.Create(CultureInfo.InvariantCulture, $"data-total=\"{rigs}\""), StringComparison.Ordinal) && Offline().IsMatch(page) && !page.Contains("not connected yet", StringComparison.Ordinal)) { return; }
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
        throw new BenchException("the rigs do not report");
    }

    /// <summary>Asks for a page; its bytes as they came.</summary>
    public async Task<long> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK || !answer.Content.Headers.ContentEncoding.Contains("br")) { throw new BenchException($"{path}: {answer.StatusCode}, {string.Join(',', answer.Content.Headers.ContentEncoding)}"); }
        return (await answer.Content.ReadAsByteArrayAsync(cancellationToken)).LongLength;
    }

    /// <summary>Ids of the rigs at the top of the list.</summary>
    public async Task<string[]> FirstRowsAsync(int count, CancellationToken cancellationToken) =>
        [.. Row().Matches(await PlainAsync(Farm, cancellationToken)).Select(static match => match.Groups[1].Value).Take(count)];

    public void Dispose() => http.Dispose();

    async Task<string> PlainAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.AcceptEncoding.ParseAdd("identity");
        using var answer = await http.SendAsync(request, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("id=\"count-offline\">0<")]
    private static partial Regex Offline();

    [GeneratedRegex("<li class=\"rig[^>]* id=\"rig-([a-z2-7]{26})\"")]
    private static partial Regex Row();
}
