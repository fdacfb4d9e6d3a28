using BloxOs.Grains.Farms;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;
using BloxOs.Web.Accounts;

namespace BloxOs.Web.Demo;

/// <summary>The demo: an account, a farm, and twelve simulated rigs that come in through the real gateway over the real protocol.</summary>
internal sealed partial class DemoFarm(IGrainFactory grains, IDemoAccount accounts, DemoPast past, TimeProvider time, ILogger<DemoFarm> logger)
{
    /// <summary>With which one signs in.</summary>
    public const string Email = "demo@example.com";

    const string FarmName = "Garage North";
    const int Seed = 2026;

    /// <summary>A usual price of a household, so that pages show what the farm costs.</summary>
    const decimal PricePerKilowattHour = 0.12m;
    const string Currency = "USD";

    string _farmId = "";

    /// <summary>Makes what is missing.</summary>
    /// <returns>The rigs with their tokens, and the password.</returns>
    public async Task<(IReadOnlyList<SimulatedRig> Rigs, string Password)> PrepareAsync(string dataDirectory, CancellationToken cancellation)
    {
        var file = DemoFile.Read(dataDirectory);
        file.Write(dataDirectory);   // before it is used: a start that is cut off must not lose the password
        var account = await accounts.EnsureDemoAccountAsync(Email, file.Password, FarmName, cancellation);
        _farmId = account.FarmId;
        var farm = grains.GetGrain<IFarmGrain>(account.FarmId);
        // Only of a farm that is new: what somebody has set since then is his.
        if (file.Tokens.Count == 0 && await farm.GetSettings() is { PricePerKilowattHour: null } settings) { await farm.ChangeSettings(settings with { PricePerKilowattHour = PricePerKilowattHour, Currency = Currency }); }
        var rigs = new List<SimulatedRig>();
        foreach (var model in DemoFleet.Create(Seed))
        {
            if (!file.Tokens.TryGetValue(model.Name, out string? token))
            {
                file.Tokens[model.Name] = token = (await farm.AddRig(model.Name)).Token;
                file.Write(dataDirectory);
            }
            rigs.Add(new(token, model));
        }
        return (rigs, file.Password);
    }

    /// <summary>Runs the rigs until the server stops.</summary>
    public async Task RunAsync(string address, IReadOnlyList<SimulatedRig> rigs, CancellationToken stopping)
    {
        var options = new FleetOptions { Url = address, Seed = Seed, RampPerSecond = rigs.Count, Drain = TimeSpan.Zero };
        // At a later start the rigs start anew with it: counters that went on from the first one's would look like thousands of shares at once.
        try { if (await past.FillAsync(_farmId, rigs, stopping) == 0) { options = options with { Rebooted = true }; } }
        catch (Exception failure) when (!stopping.IsCancellationRequested) { LogNoPast(failure); }
        try { await new SimulatedFleet(options, rigs, time, logger).RunAsync(stopping); }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }
        catch (Exception failure) { LogEnded(failure); }
    }

    [LoggerMessage(LogLevel.Warning, "The simulated rigs have no past")]
    partial void LogNoPast(Exception failure);

    [LoggerMessage(LogLevel.Error, "The simulated rigs stopped")]
    partial void LogEnded(Exception failure);
}
