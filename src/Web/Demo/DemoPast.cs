using BloxOs.Data.History;
using BloxOs.Data.Telemetry;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.RigSim.Fleet;
using BloxOs.Silo.Gateway;

namespace BloxOs.Web.Demo;

/// <summary>Gives the demo's rigs a past, so that charts have something to show at its first start: simulated too, and stored as samples are.</summary>
/// <remarks>Without shares: those of the rigs that report begin at other counts, which would look like thousands at once.</remarks>
internal sealed class DemoPast(ITelemetryStore telemetry, IHistoryCards cards, TimeProvider time)
{
    /// <summary>How far it goes back.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(36);

    static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);

    /// <summary>Stores the past of those rigs that never reported; returns how many they were.</summary>
    public async Task<int> FillAsync(IReadOnlyList<SimulatedRig> rigs, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var empty = new List<(string RigId, SimulatedRig Rig)>();
        foreach (var rig in rigs)
        {
            if (RigToken.Parse(rig.Token) is not { } token || await telemetry.HighestSequenceAsync(token.RigId, cancellation) > 0) { continue; }
            await cards.PutAsync(token.RigId, SimulatedPast.BusIds(rig.Model));
            empty.Add((token.RigId, rig));
        }
        // Together: the last samples of each rig wait a second for others, and all the demo's samples are fewer than may wait.
        await Task.WhenAll(empty.Select(one => Task.Run(() => FillAsync(one.RigId, one.Rig, now), cancellation)));
        return empty.Count;
    }

    Task FillAsync(string rigId, SimulatedRig rig, DateTimeOffset now)
    {
        var stored = new List<Task>();
        foreach (var (at, stats) in SimulatedPast.Of(rig.Model, now - Length, now, s_every))
        {
            var sample = RigSample.Of(WithoutShares(StatsMessage.Read(stats, at)[0]));
            stored.Add(telemetry.AppendAsync(new(rigId, sample.Sequence, sample.At, sample.Bytes)));
        }
        return Task.WhenAll(stored);
    }

    static RigStats WithoutShares(RigStats stats) => stats with
    {
        Work = Array.ConvertAll(stats.Work, work => new WorkReading
        {
            Instance = work.Instance,
            Miner = work.Miner,
            Version = work.Version,
            Algorithm = work.Algorithm,
            Coin = work.Coin,
            Pool = work.Pool,
            UptimeSeconds = work.UptimeSeconds,
            Hashrate = work.Hashrate,
            CpuThreads = work.CpuThreads,
            Gpus = Array.ConvertAll(work.Gpus, gpu => gpu with { Shares = default }),
        }),
    };
}
