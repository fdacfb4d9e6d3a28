using System.Collections.Immutable;
using BloxOs.Grains.Commands;
using BloxOs.Web.Commands;

namespace BloxOs.Web.Api;

/// <summary>A pool, as it is wanted.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">Port.</param>
/// <param name="Tls">Over TLS.</param>
/// <param name="User">Wallet or account.</param>
/// <param name="Worker">Name of the rig towards the pool.</param>
/// <param name="HasPassword">There is a password; it is never shown.</param>
internal sealed record DesiredPoolAnswer(string Host, int Port, bool Tls, string User, string? Worker, bool HasPassword);

/// <summary>An algorithm of a wanted miner.</summary>
/// <param name="Algorithm">Id of the algorithm.</param>
/// <param name="Coin">Coin, for people.</param>
/// <param name="Pools">Pools, the wanted one first.</param>
internal sealed record DesiredAlgorithmAnswer(string Algorithm, string? Coin, IReadOnlyList<DesiredPoolAnswer> Pools);

/// <summary>A miner instance that is wanted.</summary>
/// <param name="Name">Names it on its rig.</param>
/// <param name="Miner">Id of the miner in the catalogue.</param>
/// <param name="Program">Path below the agent's directory of miners; null: the newest there.</param>
/// <param name="Enabled">It is to run.</param>
/// <param name="Algorithms">The main one first.</param>
/// <param name="Devices">Bus ids of the cards to use; empty: all.</param>
/// <param name="CpuThreads">Processor threads.</param>
/// <param name="Arguments">Further arguments.</param>
/// <param name="LeastHashrate">Hashes per second below which it counts as faulty.</param>
internal sealed record DesiredMinerAnswer(
    string Name, string Miner, string? Program, bool Enabled, IReadOnlyList<DesiredAlgorithmAnswer> Algorithms, IReadOnlyList<string> Devices, int? CpuThreads,
    IReadOnlyList<string> Arguments, double? LeastHashrate)
{
    /// <summary>As it is saved.</summary>
    public static DesiredMinerAnswer Of(WantedMiner miner) => new(
        miner.Name, miner.Miner, miner.Program, miner.Enabled,
        [.. miner.Algorithms.Select(static a => new DesiredAlgorithmAnswer(a.Algorithm, a.Coin, [.. a.Pools.Select(static p => new DesiredPoolAnswer(p.Host, p.Port, p.Tls, p.User, p.Worker, p.SealedPassword is not null))]))],
        miner.Devices, miner.CpuThreads, miner.Arguments, miner.LeastHashrate);
}

/// <summary>When and how a rig helps itself; null is the agent's default.</summary>
/// <param name="Enabled">False: report faults, do nothing.</param>
/// <param name="RebootsInSixHours">Reboots that the rig may give itself.</param>
/// <param name="LowHashratePercent">Percent of the usual hashrate below which a miner is faulty.</param>
/// <param name="StopCoreCelsius">Core temperature at which miners stop.</param>
/// <param name="StopMemoryCelsius">Memory temperature at which miners stop.</param>
internal sealed record RecoveryAnswer(bool Enabled, int? RebootsInSixHours, double? LowHashratePercent, double? StopCoreCelsius, double? StopMemoryCelsius);

/// <summary>A miner instance as it is.</summary>
/// <param name="Name">Names it on its rig.</param>
/// <param name="Miner">Id of the miner.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why.</param>
/// <param name="Exits">Times that it ended by itself since it was last told to start.</param>
/// <param name="ExitCode">Status of the last end; above 128: signal plus 128.</param>
internal sealed record ActualMinerAnswer(string Name, string? Miner, MinerPhase State, string? Reason, int Exits, int? ExitCode);

/// <summary>What a rig is to do, and what it made of it.</summary>
/// <param name="Revision">Counts up with every change; the ETag.</param>
/// <param name="Miners">The miners to run; null: the rig leaves alone what runs.</param>
/// <param name="Maintenance">People work on the rig: it recovers nothing by itself.</param>
/// <param name="Recovery">When and how it helps itself; null: its own defaults.</param>
/// <param name="ChangedBy">Who changed it last.</param>
/// <param name="ChangedAt">When.</param>
/// <param name="AppliedRevision">What is in force on the rig; null while that is not known.</param>
/// <param name="Differs">What is in force under the wanted revision is something else than what is wanted; null while that is not known.</param>
/// <param name="Refused">Why the rig refused a newer revision.</param>
/// <param name="HeldBack">Why the server does not send what is wanted.</param>
/// <param name="Actual">The miners that the agent looks after.</param>
internal sealed record DesiredAnswer(
    long Revision, IReadOnlyList<DesiredMinerAnswer>? Miners, bool Maintenance, RecoveryAnswer? Recovery, string ChangedBy, DateTimeOffset? ChangedAt,
    long? AppliedRevision, bool? Differs, string? Refused, string? HeldBack, IReadOnlyList<ActualMinerAnswer> Actual)
{
    /// <summary>As it stands.</summary>
    public static DesiredAnswer Of(RigOrders orders) => new(
        orders.Wanted.Revision, orders.Wanted.Miners is { } miners ? [.. miners.Select(DesiredMinerAnswer.Of)] : null, orders.Wanted.Maintenance,
        orders.Wanted.Recovery is { } r ? new(r.Enabled, r.RebootsInSixHours, r.LowHashratePercent, r.StopCoreCelsius, r.StopMemoryCelsius) : null,
        orders.Wanted.ChangedBy, orders.Wanted.ChangedAt, orders.Applied?.Revision, orders.Applied?.Differs, orders.Applied?.Refused, orders.HeldBack,
        [.. (orders.Applied?.Miners ?? []).Select(static m => new ActualMinerAnswer(m.Name, m.Miner, m.Phase, m.Reason, m.Exits, m.ExitCode))]);
}

/// <summary>A pool that is wanted.</summary>
/// <param name="Host">Host name or address, without stratum:// and port.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="User">Wallet or account, at most 200 characters.</param>
/// <param name="Tls">Over TLS.</param>
/// <param name="Worker">Name of the rig towards the pool.</param>
/// <param name="Password">At most 200 characters. Left out, the one that is saved for the same pool and account of the same miner stays; empty takes it away.</param>
internal sealed record DesiredPoolInput(string Host, int Port, string User, bool Tls = false, string? Worker = null, string? Password = null)
{
    /// <summary>Without account and password.</summary>
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>An algorithm of a wanted miner.</summary>
/// <param name="Algorithm">Id of the algorithm.</param>
/// <param name="Pools">1 to 8, the wanted one first.</param>
/// <param name="Coin">Coin, for people.</param>
internal sealed record DesiredAlgorithmInput(string Algorithm, IReadOnlyList<DesiredPoolInput> Pools, string? Coin = null);

/// <summary>A miner instance that is wanted.</summary>
/// <param name="Name">1 to 32 of a-z, 0-9 and hyphen; unique on its rig.</param>
/// <param name="Miner">Id of the miner in the catalogue.</param>
/// <param name="Algorithms">1 to 3, the main one first.</param>
/// <param name="Program">Path below the agent's directory of miners; left out: the newest there.</param>
/// <param name="Enabled">It is to run.</param>
/// <param name="Devices">Bus ids of the cards to use; left out: all.</param>
/// <param name="CpuThreads">1 to 4096.</param>
/// <param name="Arguments">At most 64; the agent lets through what the catalogue allows.</param>
/// <param name="LeastHashrate">Hashes per second below which it counts as faulty; left out: the rig learns what is normal.</param>
internal sealed record DesiredMinerInput(
    string Name, string Miner, IReadOnlyList<DesiredAlgorithmInput> Algorithms, string? Program = null, bool Enabled = true, IReadOnlyList<string>? Devices = null, int? CpuThreads = null,
    IReadOnlyList<string>? Arguments = null, double? LeastHashrate = null);

/// <summary>When and how a rig is to help itself; what is left out is the agent's default.</summary>
/// <param name="Enabled">False: report faults, do nothing.</param>
/// <param name="RebootsInSixHours">0 to 20.</param>
/// <param name="LowHashratePercent">1 to 100.</param>
/// <param name="StopCoreCelsius">40 to 110; the agent has a ceiling of its own.</param>
/// <param name="StopMemoryCelsius">40 to 120; the agent has a ceiling of its own.</param>
internal sealed record RecoveryInput(bool Enabled = true, int? RebootsInSixHours = null, double? LowHashratePercent = null, double? StopCoreCelsius = null, double? StopMemoryCelsius = null);

/// <summary>What a rig is to do, in place of what it was.</summary>
/// <param name="Miners">At most 16; left out: the rig leaves alone what runs. An empty list stops all.</param>
/// <param name="Maintenance">People work on the rig.</param>
/// <param name="Recovery">When and how it helps itself; left out: its own defaults.</param>
internal sealed record DesiredInput(IReadOnlyList<DesiredMinerInput>? Miners = null, bool Maintenance = false, RecoveryInput? Recovery = null)
{
    /// <summary>As it is saved, over what is there.</summary>
    /// <exception cref="ArgumentException">A password is too long.</exception>
    public WantedWork Over(WantedWork before, WorkDesk desk) => before with
    {
        Miners = Miners?.Select(miner => Over(before, miner, desk)).ToImmutableArray(),
        Maintenance = Maintenance,
        Recovery = Recovery is not { } r ? null : new()
        {
            Enabled = r.Enabled, RebootsInSixHours = r.RebootsInSixHours, LowHashratePercent = r.LowHashratePercent, StopCoreCelsius = r.StopCoreCelsius, StopMemoryCelsius = r.StopMemoryCelsius,
        },
    };

    static WantedMiner Over(WantedWork before, DesiredMinerInput miner, WorkDesk desk) => new()
    {
        Name = miner.Name,
        Miner = miner.Miner,
        Program = miner.Program,
        Enabled = miner.Enabled,
        Devices = [.. miner.Devices ?? []],
        CpuThreads = miner.CpuThreads,
        Arguments = [.. miner.Arguments ?? []],
        LeastHashrate = miner.LeastHashrate,
        Algorithms =
        [
            .. miner.Algorithms.Select(algorithm => new WantedAlgorithm
            {
                Algorithm = algorithm.Algorithm,
                Coin = algorithm.Coin,
                Pools =
                [
                    .. algorithm.Pools.Select(pool => new WantedPool
                    {
                        Host = pool.Host,
                        Port = pool.Port,
                        Tls = pool.Tls,
                        User = pool.User,
                        Worker = pool.Worker,
                        SealedPassword = desk.Seal(pool.Password, WorkDesk.KeptPassword(before, miner.Name, algorithm.Algorithm, pool.Host, pool.Port, pool.Tls, pool.User)),
                    }),
                ],
            }),
        ],
    };
}
