using BloxOs.Grains.Setup;

namespace BloxOs.Web.Accounts;

/// <summary>Prints a set-up code whenever the last one is dead and somebody may need one. The console, not the log: logs are copied.</summary>
internal sealed partial class SetupCodeAnnouncer(SetupGate gate, SetupConsole console, TimeProvider time, ILogger<SetupCodeAnnouncer> logger)
    : BackgroundService, ISetupCode
{
    static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _one = new(1, 1);
    volatile bool _announced;

    public async Task<string?> AnnounceAsync(CancellationToken cancellation)
    {
        var code = await AccountStore.AskAsync(gate.Grain.IssueCode, cancellation);
        _announced = true;
        return code is null ? null : Words(code);
    }

    /// <summary>Issues and prints a new code when there is none that could be right.</summary>
    public async Task RenewAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var status = await AccountStore.AskAsync(gate.Grain.Status, cancellation);
            if (!status.Open || status.HasLiveCode) { return; }
            if (await AnnounceAsync(cancellation) is { } words) { console.Print(words); }
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_lookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!_announced) { continue; }
            try
            {
                if (!await gate.IsOpenAsync(stoppingToken)) { return; }
                await RenewAsync(stoppingToken);
            }
            catch (AccountStoreUnavailableException failure)
            {
                LogFailed(failure);
            }
        }
    }

    static string Words(SetupCode code) => $"Set-up code: {code.Code} (open /setup in a browser; valid until {code.ExpiresAt:HH:mm} UTC, for one owner)";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether a set-up code is needed could not be told; looking again soon")]
    partial void LogFailed(Exception failure);
}
