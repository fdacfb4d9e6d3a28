using BloxOs.Agent.Configuration;
using BloxOs.Agent.Connection;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Telemetry;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Support;

/// <summary>The agent's own parts against a server, on a clock that only the test moves.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    public const string Token = "blx_test-token-1234";

    readonly CancellationTokenSource _stop = new();
    readonly ServerConnector _connector;
    readonly ServerLink _link;
    readonly StringWriter _log = new();
    Task _running = Task.CompletedTask;

    public RunningAgent(string url, byte[]? pin = null, int capacity = Outbox.DefaultCapacity, IReadOnlyList<IGpuVendor>? vendors = null)
    {
        var log = new AgentLog(TextWriter.Synchronized(_log), Time);
        log.Hide(Token);
        Outbox = new(capacity);
        var reader = new RigReader(new(new("/nowhere", "/nowhere", "/nowhere"), () => [], Time), vendors ?? [], new(), new(new("/nowhere", "/nowhere", "/nowhere"), () => [], log, Time), log, Time);
        Events = new(Time);
        Sampler = new(reader, Outbox, Cadence, log, Time, Events);
        var options = new AgentOptions { Server = ServerAddress.Parse(url), Token = Token, ServerPin = pin };
        _connector = new(options, Time);
        _link = new(_connector, new(Sampler, Outbox, Cadence, log, Time), () => 0);
    }

    public JumpingTime Time { get; } = new(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public Cadence Cadence { get; } = new();

    public Outbox Outbox { get; }

    public Sampler Sampler { get; }

    /// <summary>What happened; travels with the next sample.</summary>
    public RigEvents Events { get; }

    public string Log { get { lock (_log) { return _log.ToString(); } } }

    /// <summary>Takes samples before anything is connected, one a <paramref name="apart"/>.</summary>
    public async Task SampleAsync(int count, TimeSpan apart)
    {
        for (int i = 0; i < count; i++)
        {
            await Sampler.SampleAsync(TestContext.Current.CancellationToken);
            Time.Advance(apart);
        }
    }

    public async Task StartAsync()
    {
        if (Outbox.Newest == 0) { await Sampler.SampleAsync(_stop.Token); }
        _running = Task.WhenAll(EndAsync(Sampler.RunAsync(_stop.Token)), _link.RunAsync(_stop.Token));
    }

    /// <summary>Waits until the condition holds, with the clock at rest.</summary>
    public Task UntilAsync(Func<bool> condition, string what) => AdvanceUntilAsync(condition, what, stepSeconds: 0);

    /// <summary>Moves the clock in small steps until the condition holds.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="what">The same for people.</param>
    /// <param name="stepSeconds">How far the clock goes each time.</param>
    /// <param name="restsFirst">
    /// The clock rests until the first try has ended well or badly: its time limits are seconds of this clock, which a loaded machine does not keep.
    /// </param>
    public Task AdvanceUntilAsync(Func<bool> condition, string what, double stepSeconds = 0.25, bool restsFirst = true)
    {
        return Eventually.Async(HoldsOrAdvance, what, () => $"The agent's log: {Log}", TestContext.Current.CancellationToken);

        bool HoldsOrAdvance()
        {
            if (condition()) { return true; }
            if (!restsFirst || Log.Contains("connected", StringComparison.Ordinal) || Log.Contains("next try", StringComparison.Ordinal)) { Time.Advance(TimeSpan.FromSeconds(stepSeconds)); }
            return false;
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    static async Task EndAsync(Task task)
    {
        try { await task; }
        catch (OperationCanceledException) { }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // The good-bye has a limit on the agent's clock.
        await Eventually.Async(HasEnded, "the agent's end", () => $"The agent's log: {Log}", CancellationToken.None);
        await _running;
        _connector.Dispose();
        _stop.Dispose();

        bool HasEnded()
        {
            if (!_running.IsCompleted) { Time.Advance(TimeSpan.FromSeconds(1)); }
            return _running.IsCompleted;
        }
    }
}
