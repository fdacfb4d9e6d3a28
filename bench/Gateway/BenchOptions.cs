using System.Globalization;

namespace BloxOs.Bench.Gateway;

/// <summary>What is measured, and with which programs.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        bench/run gateway [--rigs 10000] [--windows 8] [--window-seconds 30] [--warmup-seconds 90] [--ramp 250] [--speed 1] [--control] [--keep]

        Real server and bare sink, each with its own fake rigs, both under load at once; windows of both are taken in the same seconds.
        --windows         measured windows, at least 5; --window-seconds best a multiple of 30, the longest period of a rig
        --speed           cadence so many times faster: few sockets with the message rate of many
        --control         a second sink instead of the server: how far from 1 the ratio is by noise alone
        --keep            keeps the directory with data and logs

        bench/run commands [--rigs 50] [--agent] [--replaying N [--backlog 1000]] [--keep]
        600 commands over the API to fake rigs that carry them out at once: from the order to the shown result
        --agent           140 more to the published native agent, which writes them down and starts and stops processes
        --replaying       instead: N rigs come back at once, each with so many samples from before (30 s apart; 1000 take 100 s), and are commanded meanwhile,
                          and before and after without

        bench/run pages [--rigs 1000] [--browser | --heap] [--keep]
        the list of a farm: answers, bytes, a slow browser, 200 watchers; some five minutes
        --browser         the slow browser only
        --heap            the heap of a page that is left open, only

        bench/run charts [--keep]
        charts of a rig with eight cards and a year behind it, as a browser asks for them
        """;

    public int Rigs { get; init; } = 10_000;

    public int Windows { get; init; } = 8;

    public int WindowSeconds { get; init; } = 30;

    public int WarmupSeconds { get; init; } = 90;

    public int Ramp { get; init; } = 250;

    public double Speed { get; init; } = 1;

    public bool Control { get; init; }

    public bool Keep { get; init; }

    /// <summary>Commands are measured instead.</summary>
    public bool IsCommands { get; init; }

    /// <summary>Pages are measured instead.</summary>
    public bool IsPages { get; init; }

    /// <summary>Of pages only what the slow browser says.</summary>
    public bool BrowserOnly { get; init; }

    /// <summary>Of pages only the heap of one that is left open.</summary>
    public bool HeapOnly { get; init; }

    /// <summary>Charts are measured instead.</summary>
    public bool IsCharts { get; init; }

    /// <summary>The published agent, for commands; null without.</summary>
    public string? Agent { get; init; }

    /// <summary>Rigs that come back with history, for commands; 0 without.</summary>
    public int Replaying { get; init; }

    /// <summary>Samples from before that each of them has.</summary>
    public int Backlog { get; init; } = 1_000;

    /// <summary>The repository.</summary>
    public required string Root { get; init; }

    /// <summary>Windows at the start that do not count.</summary>
    public int WarmupWindows => (WarmupSeconds + WindowSeconds - 1) / WindowSeconds;

    public string ServerDll => Built("src/Web", "BloxOs.Web.dll");

    public string SinkDll => Built("bench/Sink", "BloxOs.Bench.Sink.dll");

    public string RigSimDll => Built("tools/RigSim", "BloxOs.RigSim.dll");

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">Names what is wrong.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> args)
    {
        if (args.Count == 0) { throw new ArgumentException("the first argument is the root of the repository"); }
        var options = new BenchOptions { Root = Path.GetFullPath(args[0]) };
        for (int i = 1; i < args.Count; i++)
        {
            if (args[i] == "commands" && i == 1) { options = options with { IsCommands = true, Rigs = 50 }; continue; }
            if (args[i] == "pages" && i == 1) { options = options with { IsPages = true, Rigs = 1_000 }; continue; }
            if (args[i] == "charts" && i == 1) { options = options with { IsCharts = true }; continue; }
            if (args[i] == "--keep") { options = options with { Keep = true }; continue; }
            if (args[i] == "--browser") { options = options with { BrowserOnly = true }; continue; }
            if (args[i] == "--heap") { options = options with { HeapOnly = true }; continue; }
            if (args[i] == "--control") { options = options with { Control = true }; continue; }
            string name = args[i];
            string value = ++i < args.Count ? args[i] : throw new ArgumentException($"{name} needs a value");
            options = name switch
            {
                "--rigs" => options with { Rigs = Whole(name, value, 1, 18_000) },
                "--replaying" => options with { Replaying = Whole(name, value, 1, 3_000) },
                "--backlog" => options with { Backlog = Whole(name, value, 1, 20_000) },
                "--agent" => options with { Agent = value },
                "--windows" => options with { Windows = Whole(name, value, 5, 1_000) },
                "--window-seconds" => options with { WindowSeconds = Whole(name, value, 10, 3_600) },
                "--warmup-seconds" => options with { WarmupSeconds = Whole(name, value, 1, 3_600) },
                "--ramp" => options with { Ramp = Whole(name, value, 1, 10_000) },
                "--speed" => options with { Speed = Factor(name, value) },
                _ => throw new ArgumentException($"unknown option {name}"),
            };
        }
        return options;
    }

    string Built(string project, string file) => Path.Combine(Root, project, "bin/Release/net10.0", file);

    static int Whole(string name, string value, int low, int high) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= low && number <= high
            ? number
            : throw new ArgumentException($"{name} must be {low} to {high}");

    static double Factor(string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is > 0 and <= 100
            ? number
            : throw new ArgumentException($"{name} must be above 0 and at most 100");
}
