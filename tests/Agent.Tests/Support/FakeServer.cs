using System.Net;
using System.Security.Cryptography.X509Certificates;
using BloxOs.TestServers.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace BloxOs.Agent.Tests.Support;

/// <summary>A real server on a free port that does with each visit what the test says.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly List<Visit> _visits = [];

    FakeServer(WebApplication app) => _app = app;

    public Visit[] Visits { get { lock (_visits) { return [.. _visits]; } } }

    public string Url => _app.Url();

    public static async Task<FakeServer> StartAsync(Func<Visit, Task> script, X509Certificate2? certificate = null, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port, l =>
        {
            if (certificate is not null) { l.UseHttps(certificate); }
        }));
        var app = builder.Build();
        var server = new FakeServer(app);
        app.UseWebSockets();
        app.Run(async http =>
        {
            Visit visit;
            lock (server._visits)
            {
                visit = new(http, server._visits.Count + 1);
                server._visits.Add(visit);
            }
            await script(visit);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
