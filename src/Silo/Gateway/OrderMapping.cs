using BloxOs.Grains.Commands;
using BloxOs.Protocol;
using BloxOs.Silo.Secrets;

namespace BloxOs.Silo.Gateway;

/// <summary>What the grains order, in the words of the wire.</summary>
internal static class OrderMapping
{
    /// <summary>The message; null when it holds a password that this process cannot open.</summary>
    /// <param name="order">The order.</param>
    /// <param name="now">The server's time, from which a command's remaining time counts.</param>
    /// <param name="passwords">Opens passwords; null in a process without the key file.</param>
    public static ServerMessage? ToMessage(this RigOrder order, DateTimeOffset now, PoolPasswords? passwords) => order switch
    {
        OrderCommand { Command: var command } => new Command
        {
            Id = command.CommandId,
            Kind = command.Kind.ToWire(),
            Instance = command.Instance,
            Version = command.Version,
            ExpiresInMilliseconds = Math.Max(0, (long)(command.NotAfter - now).TotalMilliseconds),
        },
        OrderLog log => new WatchLog { Instance = log.Instance, After = log.After, Seconds = log.Seconds },
        OrderWork { Wanted: var wanted } => ToDesired(wanted, passwords),
        _ => null,
    };

    /// <summary>The wire's name of a kind.</summary>
    public static string ToWire(this CommandKind kind) => kind switch
    {
        CommandKind.StartMiner => CommandKinds.StartMiner,
        CommandKind.StopMiner => CommandKinds.StopMiner,
        CommandKind.RestartMiner => CommandKinds.RestartMiner,
        CommandKind.Reboot => CommandKinds.Reboot,
        CommandKind.Shutdown => CommandKinds.Shutdown,
        CommandKind.RestartAgent => CommandKinds.RestartAgent,
        CommandKind.UpdateAgent => CommandKinds.UpdateAgent,
        CommandKind.Diagnose => CommandKinds.Diagnose,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of command without a name on the wire."),
    };

    static Desired? ToDesired(WantedWork wanted, PoolPasswords? passwords)
    {
        var pools = (wanted.Miners ?? []).SelectMany(static m => m.Algorithms).SelectMany(static a => a.Pools);
        return pools.Any(pool => pool.SealedPassword is { } closed && passwords?.Open(closed) is null) ? null : ToWire(wanted, passwords);
    }

    /// <summary>What <see cref="Protocol.Applied.Digest"/> has to be when the rig has this.</summary>
    public static string DigestOf(WantedWork wanted) => DesiredDigest.Of(ToWire(wanted, passwords: null));

    static Desired ToWire(WantedWork wanted, PoolPasswords? passwords)
    {
        return new()
        {
            Revision = wanted.Revision,
            Miners = wanted.Miners is { } miners ? [.. miners.Select(miner => ToDesired(miner, passwords))] : null,
            Maintenance = wanted.Maintenance,
            Recovery = wanted.Recovery is not { } recovery ? null : new()
            {
                Enabled = recovery.Enabled,
                RebootsInSixHours = recovery.RebootsInSixHours,
                LowHashratePercent = recovery.LowHashratePercent,
                StopCoreCelsius = recovery.StopCoreCelsius,
                StopMemoryCelsius = recovery.StopMemoryCelsius,
            },
        };
    }

    static DesiredMiner ToDesired(WantedMiner miner, PoolPasswords? passwords) => new()
    {
        Name = miner.Name,
        Miner = miner.Miner,
        Program = miner.Program,
        Enabled = miner.Enabled,
        Algorithms = [.. miner.Algorithms.Select(algorithm => new DesiredAlgorithm
        {
            Algorithm = algorithm.Algorithm,
            Coin = algorithm.Coin,
            Pools = [.. algorithm.Pools.Select(pool => new DesiredPool
            {
                Host = pool.Host,
                Port = pool.Port,
                Tls = pool.Tls,
                User = pool.User,
                Worker = pool.Worker,
                Password = pool.SealedPassword is { } closed ? passwords?.Open(closed) : null,
            })],
        })],
        Devices = miner.Devices.IsEmpty ? null : miner.Devices,
        CpuThreads = miner.CpuThreads,
        Arguments = miner.Arguments.IsEmpty ? null : miner.Arguments,
        LeastHashrate = miner.LeastHashrate,
    };
}
