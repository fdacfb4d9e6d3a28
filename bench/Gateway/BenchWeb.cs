using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BloxOs.Bench.Gateway;

/// <summary>Asks the measured servers over HTTP, and finds free ports for them.</summary>
internal sealed class BenchWeb : IDisposable
{
    readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a path answers 200, or anything at all.</summary>
    public async Task AwaitAsync(ChildProcess server, string url, bool anyAnswer, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        while (true)
        {
            server.MustRun();
            try
            {
                using var answer = await client.GetAsync(url, patience.Token);
                if (anyAnswer || answer.StatusCode is HttpStatusCode.OK) { return; }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            await Task.Delay(200, patience.Token);
        }
    }

    /// <summary>Sum of a Prometheus counter over its labels; 0 for one that has not counted yet.</summary>
    public async Task<double> CounterAsync(string url, string name, CancellationToken cancellationToken)
    {
        string page;
        try
        {
            page = await client.GetStringAsync($"{url}/metrics", cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new BenchException($"{url}/metrics: {e.Message}");
        }
        double sum = 0;
        foreach (string line in page.Split('\n'))
        {
            if (!line.StartsWith(name, StringComparison.Ordinal) || line.Length == name.Length || line[name.Length] is not ('{' or ' ')) { continue; }
            int value = line.LastIndexOf("} ", StringComparison.Ordinal) is var brace and >= 0 ? brace + 2 : name.Length + 1;
            sum += double.Parse(line[value..].Split(' ')[0], CultureInfo.InvariantCulture);
        }
        return sum;
    }

    public void Dispose() => client.Dispose();
}
