using System.Globalization;
using BloxOs.Grains.Commands;
using BloxOs.Web.Commands;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>One miner instance as a form holds it; everything is text as it was typed.</summary>
internal sealed class MinerForm
{
    /// <summary>Pools that the form has room for per algorithm; more go through the API.</summary>
    public const int Pools = 3;

    /// <summary>Name of the instance.</summary>
    public string? Name { get; set; }

    /// <summary>Id of the miner.</summary>
    public string? Miner { get; set; }

    /// <summary>Path of the program.</summary>
    public string? Program { get; set; }

    /// <summary>It is to run.</summary>
    public bool Enabled { get; set; }

    /// <summary>Bus ids, separated by commas.</summary>
    public string? Devices { get; set; }

    /// <summary>Processor threads.</summary>
    public string? CpuThreads { get; set; }

    /// <summary>One argument a line.</summary>
    public string? Arguments { get; set; }

    /// <summary>Least hashrate.</summary>
    public string? LeastHashrate { get; set; }

    /// <summary>The main algorithm, and one beside it.</summary>
    public AlgorithmForm[] Algorithms { get; set; } = [new(), new()];

    /// <summary>A new one.</summary>
    public static MinerForm Empty => new() { Enabled = true, Algorithms = [AlgorithmForm.Of(null), AlgorithmForm.Of(null)] };

    /// <summary>The one that is saved.</summary>
    public static MinerForm Of(WantedMiner miner) => new()
    {
        Name = miner.Name,
        Miner = miner.Miner,
        Program = miner.Program,
        Enabled = miner.Enabled,
        Devices = string.Join(", ", miner.Devices),
        CpuThreads = miner.CpuThreads?.ToString(CultureInfo.InvariantCulture),
        Arguments = string.Join('\n', miner.Arguments),
        LeastHashrate = miner.LeastHashrate?.ToString(CultureInfo.InvariantCulture),
        Algorithms = [AlgorithmForm.Of(miner.Algorithms.ElementAtOrDefault(0)), AlgorithmForm.Of(miner.Algorithms.ElementAtOrDefault(1))],
    };

    /// <summary>Whether the form can hold it whole.</summary>
    public static bool Fits(WantedMiner miner) => miner.Algorithms.Length <= 2 && miner.Algorithms.All(static a => a.Pools.Length <= Pools);

    /// <summary>As it would be saved.</summary>
    /// <param name="before">What is saved; its passwords stay unless others are typed.</param>
    /// <param name="oldName">Name that it had; null for a new one.</param>
    /// <param name="desk">Encrypts passwords.</param>
    /// <exception cref="ArgumentException">A field makes no sense; the message names it.</exception>
    public WantedMiner Read(WantedWork before, string? oldName, WorkDesk desk) => new()
    {
        Name = Name?.Trim() ?? "",
        Miner = Miner?.Trim() ?? "",
        Program = Blank(Program),
        Enabled = Enabled,
        Devices = [.. (Devices ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        CpuThreads = FormNumber.Whole(CpuThreads, "Processor threads"),
        Arguments = [.. (Arguments ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        LeastHashrate = FormNumber.Any(LeastHashrate, "The least hashrate"),
        Algorithms = [.. Algorithms.Take(2).Where(static (a, i) => i == 0 || Blank(a?.Algorithm) is not null).Select(a => (a ?? new()).Read(before, oldName ?? Name?.Trim() ?? "", desk))],
    };

    /// <summary>The text without outer blanks; null for none.</summary>
    internal static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>One algorithm of a miner's form.</summary>
internal sealed class AlgorithmForm
{
    /// <summary>Id of the algorithm.</summary>
    public string? Algorithm { get; set; }

    /// <summary>Coin.</summary>
    public string? Coin { get; set; }

    /// <summary>Its pools.</summary>
    public PoolForm[] Pools { get; set; } = [];

    /// <summary>The one that is saved, or an empty one.</summary>
    public static AlgorithmForm Of(WantedAlgorithm? algorithm) => new()
    {
        Algorithm = algorithm?.Algorithm,
        Coin = algorithm?.Coin,
        Pools = [.. Enumerable.Range(0, MinerForm.Pools).Select(i => PoolForm.Of(algorithm?.Pools.ElementAtOrDefault(i)))],
    };

    /// <summary>As it would be saved.</summary>
    public WantedAlgorithm Read(WantedWork before, string miner, WorkDesk desk) => new()
    {
        Algorithm = MinerForm.Blank(Algorithm) ?? "",
        Coin = MinerForm.Blank(Coin),
        Pools = [.. Pools.Take(MinerForm.Pools).Where(static p => MinerForm.Blank(p?.Host) is not null).Select(p => p.Read(before, miner, MinerForm.Blank(Algorithm) ?? "", desk))],
    };
}

/// <summary>One pool of a miner's form.</summary>
internal sealed class PoolForm
{
    /// <summary>Host name or address.</summary>
    public string? Host { get; set; }

    /// <summary>Port.</summary>
    public string? Port { get; set; }

    /// <summary>Over TLS.</summary>
    public bool Tls { get; set; }

    /// <summary>Wallet or account.</summary>
    public string? User { get; set; }

    /// <summary>Name of the rig there.</summary>
    public string? Worker { get; set; }

    /// <summary>A new password; never the saved one.</summary>
    public string? Password { get; set; }

    /// <summary>The saved one goes.</summary>
    public bool NoPassword { get; set; }

    /// <summary>One is saved.</summary>
    public bool HasPassword { get; private set; }

    /// <summary>The one that is saved, or an empty one.</summary>
    public static PoolForm Of(WantedPool? pool) => pool is null ? new() : new()
    {
        Host = pool.Host,
        Port = pool.Port.ToString(CultureInfo.InvariantCulture),
        Tls = pool.Tls,
        User = pool.User,
        Worker = pool.Worker,
        HasPassword = pool.SealedPassword is not null,
    };

    /// <summary>As it would be saved.</summary>
    public WantedPool Read(WantedWork before, string miner, string algorithm, WorkDesk desk)
    {
        var (host, user) = (MinerForm.Blank(Host) ?? "", MinerForm.Blank(User) ?? "");
        int port = FormNumber.Whole(Port, $"Port of {host}") ?? 0;
        string? typed = NoPassword ? "" : string.IsNullOrEmpty(Password) ? null : Password;
        return new()
        {
            Host = host, Port = port, Tls = Tls, User = user, Worker = MinerForm.Blank(Worker),
            SealedPassword = desk.Seal(typed, WorkDesk.KeptPassword(before, miner, algorithm, host, port, Tls, user)),
        };
    }
}
