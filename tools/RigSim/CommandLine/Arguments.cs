using System.Globalization;
using BloxOs.RigSim.Fleet;

namespace BloxOs.RigSim.CommandLine;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    /// <summary>Shown for --help and after a mistake.</summary>
    public const string Usage = """
        rigsim --url http://127.0.0.1:5000 --tokens FILE [options]

        Fake rigs that speak the agent's protocol with a server on this machine. Prints one JSON object at the end,
        and when stopped by Ctrl-C or SIGTERM. FILE has a token per line, or a JSON object {"token":…,"name":…} per line.

          --rigs N                how many of the tokens are used (default: all; at most 18000 per process)
          --skip N                leave out the first N tokens (for a second process)
          --first-source N        connect from 127.0.0.(2+N) on, one address per thousand rigs (for a second process; default 0)
          --seed N                other rigs, other faults (default 1)
          --demo                  the twelve rigs of the demo instead of a generated fleet
          --duration SECONDS      stop by itself (default: run until stopped)
          --warmup SECONDS        forget the latencies measured until then
          --progress SECONDS      a JSON line so often on standard error
          --drain SECONDS         longest wait for the last acknowledgements (default 15)
          --ramp N                rigs that start per second (default 500)
          --heartbeat SECONDS     instead of what the server says
          --stats SECONDS         instead of what the server says
          --speed FACTOR          both so many times faster (default 1)
          --command-seconds S     how long a rig takes to carry out a command (default 0.4)
          --outbox N              samples that a rig keeps (default 2880)
          --backlog N             samples that each rig has from before, one cadence apart (default 0)
        Faults, each a probability from 0 to 1 per message:
          --drop P  --duplicate P  --garbage P
          --delay P               with --delay-seconds S (default 5)
          --half-open P           with --half-open-seconds S (default 60)
          --gpu-loss P            per sample
          --skewed P              part of the rigs, with --clock-skew SECONDS (default 600)
        """;

    /// <summary>Options of the fleet.</summary>
    public required FleetOptions Fleet { get; init; }

    /// <summary>File with the tokens.</summary>
    public required string TokenFile { get; init; }

    /// <summary>How many rigs; null for as many as tokens.</summary>
    public int? Rigs { get; init; }

    /// <summary>Tokens to leave out at the start of the file.</summary>
    public int Skip { get; init; }

    /// <summary>Seed of models, readings and faults.</summary>
    public int Seed { get; init; }

    /// <summary>The demo's rigs.</summary>
    public bool Demo { get; init; }

    /// <summary>When latencies are forgotten; null for never.</summary>
    public TimeSpan? Warmup { get; init; }

    /// <summary>How often progress is written; null for never.</summary>
    public TimeSpan? Progress { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">Names the option and what is wrong.</exception>
    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var given = new GivenOptions(args);
        int seed = given.Integer("--seed") ?? 1;
        var defaults = new FaultOptions();
        var parsed = new Arguments
        {
            TokenFile = given.Text("--tokens") ?? throw new ArgumentException("--tokens FILE is missing (a token never goes on the command line)"),
            Rigs = given.Integer("--rigs"),
            Skip = given.Integer("--skip") ?? 0,
            Seed = seed,
            Demo = given.Flag("--demo"),
            Warmup = given.Seconds("--warmup"),
            Progress = given.Seconds("--progress"),
            Fleet = FleetOf(given, seed) with
            {
                Faults = new()
                {
                    Drop = given.Number("--drop") ?? 0,
                    Delay = given.Number("--delay") ?? 0,
                    LongestDelay = given.Seconds("--delay-seconds") ?? defaults.LongestDelay,
                    Duplicate = given.Number("--duplicate") ?? 0,
                    Garbage = given.Number("--garbage") ?? 0,
                    HalfOpen = given.Number("--half-open") ?? 0,
                    HalfOpenFor = given.Seconds("--half-open-seconds") ?? defaults.HalfOpenFor,
                    SkewedRigs = given.Number("--skewed") ?? 0,
                    ClockSkew = given.Seconds("--clock-skew") ?? defaults.ClockSkew,
                    GpuLoss = given.Number("--gpu-loss") ?? 0,
                },
            },
        };
        given.RefuseRest();
        if (parsed.Skip < 0) { throw new ArgumentException("--skip must not be below 0"); }
        if (parsed.Progress <= TimeSpan.Zero) { throw new ArgumentException("--progress must be above 0"); }
        return parsed;
    }

    static FleetOptions FleetOf(GivenOptions given, int seed)
    {
        var defaults = new FleetOptions { Url = given.Text("--url") ?? throw new ArgumentException("--url is missing") };
        return defaults with
        {
            HeartbeatSeconds = given.Number("--heartbeat"),
            StatsSeconds = given.Number("--stats"),
            Speed = given.Number("--speed") ?? defaults.Speed,
            RampPerSecond = given.Number("--ramp") ?? defaults.RampPerSecond,
            FirstSource = given.Integer("--first-source") ?? defaults.FirstSource,
            Duration = given.Seconds("--duration"),
            Drain = given.Seconds("--drain") ?? defaults.Drain,
            OutboxSamples = given.Integer("--outbox") ?? defaults.OutboxSamples,
            Backlog = given.Integer("--backlog") ?? defaults.Backlog,
            CommandDelay = given.Seconds("--command-seconds") ?? defaults.CommandDelay,
            Seed = seed,
        };
    }

    sealed class GivenOptions
    {
        readonly Dictionary<string, string?> values = new(StringComparer.Ordinal);

        public GivenOptions(IReadOnlyList<string> args)
        {
            for (int i = 0; i < args.Count; i++)
            {
                if (!args[i].StartsWith("--", StringComparison.Ordinal)) { throw new ArgumentException($"'{args[i]}' is not an option"); }
                bool hasValue = i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
                if (!values.TryAdd(args[i], hasValue ? args[i + 1] : null)) { throw new ArgumentException($"{args[i]} is given twice"); }
                if (hasValue) { i++; }
            }
        }

        public string? Text(string name) =>
            values.Remove(name, out string? value) ? value ?? throw new ArgumentException($"{name} needs a value") : null;

        public bool Flag(string name) =>
            values.Remove(name, out string? value) && (value is null ? true : throw new ArgumentException($"{name} takes no value"));

        public double? Number(string name)
        {
            if (Text(name) is not { } text) { return null; }
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? number
                : throw new ArgumentException($"{name}: '{text}' is not a number");
        }

        public int? Integer(string name)
        {
            if (Text(name) is not { } text) { return null; }
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw new ArgumentException($"{name}: '{text}' is not a whole number");
        }

        public TimeSpan? Seconds(string name) => Number(name) switch
        {
            null => null,
            { } seconds when Math.Abs(seconds) <= 10_000_000 => TimeSpan.FromSeconds(seconds),
            _ => throw new ArgumentException($"{name}: at most 10000000 seconds"),
        };

        public void RefuseRest()
        {
            if (values.Count > 0) { throw new ArgumentException($"unknown option {values.Keys.First()}"); }
        }
    }
}
