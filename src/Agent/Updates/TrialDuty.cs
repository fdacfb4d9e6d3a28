using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Native;

namespace BloxOs.Agent.Updates;

/// <summary>What a build on trial owes to the one that watches it: to say that it is connected, and to end when nobody watches any more.</summary>
/// <param name="watcher">Process id of who watches.</param>
/// <param name="record">Where to say it.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock of the watch.</param>
internal sealed class TrialDuty(int watcher, UpdateRecord record, AgentLog log, TimeProvider time)
{
    static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>The server has said welcome.</summary>
    public void SayConnected() => record.SayConnected(AgentVersion.Text);

    /// <summary>The server is there and told this agent to wait.</summary>
    /// <param name="pause">How long it waits.</param>
    public void SayPutOff(TimeSpan pause) => record.SayPutOff(AgentVersion.Text, pause);

    /// <summary>Ends when the watcher is gone, or when cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        while (Libc.Parent == watcher) { await Task.Delay(Step, time, cancellation); }
        log.Warn("who tried this version is gone: it ends");
    }
}
