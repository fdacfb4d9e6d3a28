using BloxOs.Agent.Commands;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Native;
using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>Puts together what controls a rig.</summary>
internal static class ControlSetup
{
    const int WouldBlock = 11;
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    /// <summary>A miner that is being stopped has ended by then.</summary>
    static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(25);

    /// <summary>All parts, with what earlier agents left. Null when another agent controls this rig already.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="inventory">The rig's parts, as last read.</param>
    /// <param name="sample">The newest sample.</param>
    /// <param name="events">Told what happens.</param>
    /// <param name="restart">Restarts the agent.</param>
    /// <param name="updater">Updates the agent; null when it cannot.</param>
    /// <param name="kernel">The newest lines of the kernel's log.</param>
    /// <param name="log">Where to speak.</param>
    /// <param name="time">Clock.</param>
    public static RigControl? Create(
        AgentOptions options, Func<Inventory> inventory, Func<Stats?> sample, RigEvents events, AgentRestart restart, IAgentUpdater? updater, Func<IReadOnlyList<string>> kernel,
        AgentLog log, TimeProvider time)
    {
        var roots = new SystemRoots();
        var places = new MinerPlaces(options.StateDirectory);
        FileStream? owner = null;
        try
        {
            places.Create(options.MinerUser is not null);
            owner = new FileStream(places.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            log.Error($"another agent controls this rig ({places.LockFile} is locked): this one takes no orders");
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warn($"{options.StateDirectory} cannot be used ({e.Message}): what the server wants of this rig is kept in memory and lost at a restart");
        }
        var user = options.MinerUser is { } name ? MinerUser.Find(roots, name) : null;
        var programs = new MinerPrograms(options.MinersDirectory, ProgramTrust.Of(options, user));
        var supervisor = new MinerSupervisor(Parts(options, user, places, new(programs, places, inventory, sample), new(roots), events, log, time));
        supervisor.Load();
        var power = RigPower.Of(options, time);
        CommandExecutor? executor = null;
        CommandHandler[] handlers =
        [
            new MinerCommands(supervisor),
            new PowerCommands(power, time),
            new AgentCommands(restart, updater, cancellation => executor!.SettleAsync(SettleLimit, cancellation), text => events.Add(RigEventKinds.Update, text)),
            new Diagnosis(supervisor, log, roots, time, kernel),
        ];
        var store = new StateStore<CommandFile>(places.CommandFile, ControlJson.Default.CommandFile, CommandFile.IsWhole, log);
        executor = new CommandExecutor(handlers, new(store, new(places.JournalFile, log)), supervisor.BootId, log, time);
        executor.Load();
        return new(supervisor, executor, new(supervisor, executor, time), power, owner);
    }

    static MinerParts Parts(
        AgentOptions options, MinerUser? user, MinerPlaces places, LaunchPlanner planner, ProcessTable table, RigEvents events, AgentLog log, TimeProvider time) => new()
    {
        Planner = planner,
        Launcher = Launcher(options, table, user, log, time),
        Stopper = new(table, places, StopPatience, time),
        Table = table,
        Places = places,
        Keeper = new(table, places.Logs, log),
        User = user,
        BackOff = BackOff.Default,
        Events = events,
        Log = log,
        Time = time,
    };

    /// <summary>Units of systemd where that runs and the agent may make them; else the agent starts miners itself, as its own user only.</summary>
    static IMinerLauncher Launcher(AgentOptions options, ProcessTable table, MinerUser? user, AgentLog log, TimeProvider time)
    {
        if (options.MinerUser is { } name && user is null) { return new DirectLauncher(table, $"BLOXOS_MINER_USER: this rig has no user {name}"); }
        string? refusal = user is null || user.Id == Libc.EffectiveUser()
            ? null
            : $"BLOXOS_MINER_USER: another user than the agent's own needs systemd {SystemdVersion.Least} or newer and an agent that runs as root";
        var direct = new DirectLauncher(table, refusal);
        return Directory.Exists("/run/systemd/system") && Libc.EffectiveUser() == 0 ? new RigLauncher(new(table, user, time), direct, log, time) : direct;
    }
}
