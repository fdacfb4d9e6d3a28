using BloxOs.Agent.Diagnostics;

namespace BloxOs.Agent.Connection;

/// <summary>Keeps the agent connected: one connection after the other, with pauses between.</summary>
/// <param name="connector">Opens a socket.</param>
/// <param name="context">What the connections share.</param>
/// <param name="chance">Random numbers, 0 to 1.</param>
internal sealed class ServerLink(ServerConnector connector, SessionContext context, Func<double> chance)
{
    /// <summary>Connects again and again until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        int failures = 0;
        while (!cancellation.IsCancellationRequested)
        {
            var end = await ConnectOnceAsync(cancellation);
            if (end.Kind == EndKind.Stopped) { return; }
            failures = end.Stood >= RetryPolicy.GoodAfter ? 1 : failures + 1;
            var retry = RetryPolicy.Next(end, failures, chance());
            if (RetryPolicy.IsPutOff(end)) { context.PutOff?.Invoke(retry.Delay); }
            Say(end, retry);
            try { await Task.Delay(retry.Delay, context.Time, cancellation); }
            catch (OperationCanceledException) { return; }
        }
    }

    async Task<SessionEnd> ConnectOnceAsync(CancellationToken cancellation)
    {
        var (socket, failure) = await connector.ConnectAsync(cancellation);
        if (socket is null) { return failure!; }
        using (socket)
        using (var session = new ServerSession(socket, context)) { return await session.RunAsync(cancellation); }
    }

    void Say(SessionEnd end, Retry retry)
    {
        AgentLog log = context.Log;
        string text = $"{end.Text}; next try in {retry.Delay.TotalSeconds:0} s";
        if (retry is { Serious: true, Advice: { } advice }) { log.Error($"{advice} ({text})"); }
        else { log.WarnSeldom(end.Text, text); }
    }
}
