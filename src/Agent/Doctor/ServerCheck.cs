using System.Net;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Connection;
using BloxOs.Protocol;

namespace BloxOs.Agent.Doctor;

/// <summary>
/// The way to the server, by the rules of the agent's own connection: name, network, TLS or pin, no redirects. No token is sent, since a second connection
/// with it could push the running agent out.
/// </summary>
/// <param name="context">What to examine.</param>
internal sealed class ServerCheck(DoctorContext context)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);
    static readonly DateTimeOffset Plausible = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Server, and the clock against that of the server.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        // What is wrong with the address is among the settings.
        if (context.Options.Server is not { } server) { return [Clock(null)]; }
        using var limit = new CancellationTokenSource(Timeout, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var http = new HttpMessageInvoker(ServerHandler.Create(server, context.Options.ServerPin));
        var uri = new UriBuilder(server.Plain ? "http" : "https", server.Uri.Host, server.Uri.Port, AgentEndpoint.Path).Uri;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            using var answer = await http.SendAsync(request, either.Token);
            return [Answered(server, answer.StatusCode), Clock(answer.Headers.Date)];
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            cancellation.ThrowIfCancellationRequested();
            return [Finding.Missing("server", $"{server.Uri.Host}:{server.Uri.Port}: {FailureText.Of(e)}", "see that the server runs, that BLOXOS_SERVER and BLOXOS_SERVER_PIN are right, and that no firewall is between"), Clock(null)];
        }
    }

    static Finding Answered(ServerAddress server, HttpStatusCode status) => status switch
    {
        // The gateway's answer to everything that asks for no WebSocket.
        HttpStatusCode.UpgradeRequired => Finding.Ok("server", $"{server.Uri.Host}:{server.Uri.Port} answers{(server.Plain ? ", unencrypted" : "")}"),
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => Finding.Warning("server", $"{server.Uri.Host} answers that it is busy (HTTP status {(int)status})", "wait; the agent tries again by itself"),
        _ => Finding.Missing("server", $"{server.Uri.Host}:{server.Uri.Port} answers with HTTP status {(int)status}, which is not that of a BloxOs server", "set BLOXOS_SERVER to the address that the web pages are opened with; a proxy before it must pass WebSockets on"),
    };

    Finding Clock(DateTimeOffset? ofServer)
    {
        const string Fix = "timedatectl set-ntp true (or another NTP service); when it is wrong after each boot, the battery of the mainboard is empty";
        var now = context.Time.GetUtcNow();
        if (now < Plausible) { return Finding.Missing("clock", $"it says {now:yyyy-MM-dd}: certificates look not yet valid, and commands look fresh that are not", Fix); }
        if (ofServer is not { } there) { return Finding.Ok("clock", $"{now:yyyy-MM-dd HH:mm:ss} UTC, plausible"); }
        double apart = (now - there).TotalSeconds;
        return Math.Abs(apart) <= ClockTolerance.TotalSeconds
            ? Finding.Ok("clock", "agrees with the server's")
            : Finding.Warning("clock", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Abs(apart):0} s {(apart > 0 ? "ahead of" : "behind")} the server's: commands may count as expired"), Fix);
    }
}
