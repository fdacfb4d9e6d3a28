using BloxOs.Data.Telemetry;
using BloxOs.Grains.Rigs;
using BloxOs.Silo.Hosting;

namespace BloxOs.Web.Bench;

/// <summary>For bench/ only: <c>bench-history --rig ID</c> gives a rig of a data directory a past: a year with a sample every quarter of an hour, and a last day with one every half minute, of eight cards.</summary>
internal static class BenchHistory
{
    /// <summary>The verb.</summary>
    public const string Verb = "bench-history";

    const int Cards = 8, AtOnce = 2_000;
    static readonly TimeSpan s_year = TimeSpan.FromDays(365), s_day = TimeSpan.FromDays(1), s_coarse = TimeSpan.FromMinutes(15), s_fine = TimeSpan.FromSeconds(30);

    /// <summary>Writes the samples and ends; the server packs them when it starts.</summary>
    /// <returns>Exit code.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (args.Count < 3 || args[1] != "--rig") { throw new ArgumentException($"{Verb} needs --rig ID."); }
        string rigId = args[2];
        return ServerProgram.RunAsync([.. args.Skip(3), "--urls", "http://127.0.0.1:0"], "Web", async start =>
        {
            await start.PrepareDataAsync();
            start.Builder.AddBloxOsSilo(start.Settings);
            await using var app = start.Builder.Build();
            var telemetry = app.Services.GetRequiredService<ITelemetryStore>();
            var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
            var times = Times(now - s_year, now - s_day, s_coarse).Concat(Times(now - s_day, now, s_fine)).Select(static (at, i) => (At: at, Sequence: i + 1L));
            foreach (var part in times.Chunk(AtOnce))
            {
                await Task.WhenAll(part.Select(one => telemetry.AppendAsync(new(rigId, one.Sequence, one.At, RigSample.Of(Sample(one.Sequence, one.At)).Bytes))));
            }
        });
    }

    static IEnumerable<DateTimeOffset> Times(DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        for (var at = from; at < to; at += step) { yield return at; }
    }

    /// <summary>Like recorded ones: temperatures, fans and watts go slowly, hashrates tremble in their last digits.</summary>
    static RigStats Sample(long sequence, DateTimeOffset at)
    {
        var dice = new Random((int)sequence);
        double day = Math.Sin(at.TimeOfDay / s_day * Math.Tau);
        double[] speeds = [.. Enumerable.Range(0, Cards).Select(card => 1_000 * Math.Round(45_800 + (card * 120) + (dice.NextDouble() * 300)))];
        return new()
        {
            Sequence = sequence,
            At = at,
            UptimeSeconds = sequence * 30,
            CpuCelsius = 48,
            Load1 = 0.4f,
            Gpus = [.. Enumerable.Range(0, Cards).Select(card => new GpuReading
            {
                Index = (byte)card,
                CoreCelsius = (short)(57 + card + (3 * day) + dice.NextDouble()),
                HotspotCelsius = (short)(68 + card + (3 * day) + dice.NextDouble()),
                MemoryCelsius = (short)(75 + card + (4 * day) + (1.5 * dice.NextDouble())),
                FanPercent = (byte)(60 + (6 * day) + dice.NextDouble()),
                PowerWatts = MathF.Round((float)(222 + card + (3 * dice.NextDouble())), 1),
                PowerLimitWatts = 235,
                CoreMegahertz = (ushort)(1_485 + (15 * dice.Next(2))),
                MemoryMegahertz = 10_001,
                UtilizationPercent = 100,
            })],
            Work = [new()
            {
                Miner = "t-rex",
                Version = "0.26.8",
                Algorithm = "kawpow",
                Coin = "RVN",
                UptimeSeconds = sequence * 30,
                Hashrate = speeds.Sum(),
                Shares = new() { Accepted = (uint)sequence, Rejected = (uint)(sequence / 120), Stale = (uint)(sequence / 200), Invalid = 0 },
                Gpus = [.. speeds.Select(static (speed, card) => new GpuWorkReading { Index = (byte)card, Hashrate = speed })],
            }],
        };
    }
}
