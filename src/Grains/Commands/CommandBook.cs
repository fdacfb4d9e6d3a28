namespace BloxOs.Grains.Commands;

/// <summary>Decides over the commands of one rig: what is taken on, what a rig's word means, what has waited too long, what is forgotten.</summary>
internal static class CommandBook
{
    /// <summary>After its end a sent command of which nothing was heard is unknown: an answer may still be on its way.</summary>
    public static readonly TimeSpan SentPatience = TimeSpan.FromMinutes(2);

    /// <summary>A begun command of which nothing more was heard for so long is unknown; the longest, an update that is taken back, needs minutes.</summary>
    public static readonly TimeSpan StartedPatience = TimeSpan.FromMinutes(15);

    /// <summary>Characters of output that are kept over all commands; the oldest outputs go first.</summary>
    public const int MostOutput = 96 * 1024;

    const string BegunAndForgotten = "The rig began and does not know the command any more. Whether it was carried out cannot be told.";

    /// <summary>Takes on an order; the same id again is the same command, and refused when it asks for something else.</summary>
    /// <param name="commands">The commands of the rig, oldest first.</param>
    /// <param name="order">What is wanted.</param>
    /// <param name="connected">A connection stands, so that it is on its way at once.</param>
    /// <param name="now">The server's time.</param>
    public static CommandAnswer Add(List<RigCommand> commands, CommandOrder order, bool connected, DateTimeOffset now)
    {
        if (Find(commands, order.CommandId) is { } before)
        {
            return (before.Kind, before.Instance, before.Version) == (order.Kind, order.Instance, order.Version)
                ? new(Farms.ChangeOutcome.Done, before)
                : CommandAnswer.Refused("This form has given another command already. Load the page anew.");
        }
        if (order.ExpiresIn < CommandLimits.LeastWait || order.ExpiresIn > CommandLimits.LongestWait) { return CommandAnswer.Refused("A command waits for 10 seconds to 7 days."); }
        if (commands.Count(static c => !c.IsOver) >= CommandLimits.MostOpen) { return CommandAnswer.Refused($"{CommandLimits.MostOpen} commands wait for this rig already. Cancel some, or wait."); }
        var command = new RigCommand
        {
            CommandId = order.CommandId,
            Kind = order.Kind,
            Instance = order.Instance,
            Version = order.Version,
            OrderedBy = order.OrderedBy,
            CreatedAt = now,
            NotAfter = now + order.ExpiresIn,
            Phase = connected ? CommandPhase.Sent : CommandPhase.Queued,
            SentAt = connected ? now : null,
        };
        commands.Add(command);
        Trim(commands);
        return new(Farms.ChangeOutcome.Done, command);
    }

    /// <summary>The command with this id; null when there is none.</summary>
    public static RigCommand? Find(List<RigCommand> commands, string commandId) => commands.Find(c => c.CommandId == commandId);

    /// <summary>A connection is ready: what waits is on its way from here on. True when something did.</summary>
    public static bool Send(List<RigCommand> commands, DateTimeOffset now) =>
        Change(commands, c => c.Phase == CommandPhase.Queued ? c with { Phase = CommandPhase.Sent, SentAt = now } : c);

    /// <summary>What a rig has or is to get, oldest first; it does nothing twice.</summary>
    public static IEnumerable<RigCommand> Sent(List<RigCommand> commands) => commands.Where(static c => c.Phase is CommandPhase.Sent or CommandPhase.Started);

    /// <summary>Takes in a rig's word.</summary>
    public static CommandReceipt Note(List<RigCommand> commands, CommandReport report, DateTimeOffset now)
    {
        int at = commands.FindIndex(c => c.CommandId == report.CommandId);
        if (at < 0) { return new(Counts: false, Forget: true); }   // not this rig's, or forgotten long ago
        var command = commands[at];
        if (command.Phase == CommandPhase.Queued) { return new(Counts: false, Forget: false); }   // it was not sent yet: nobody can have an answer
        bool started = report.Phase == CommandPhase.Started;
        if (command.StartedAt is not null && report.Phase == CommandPhase.Expired) { report = report with { Phase = CommandPhase.Unknown, Output = BegunAndForgotten }; }
        if (command.IsOver && (started || !MayCorrect(command, report))) { return new(Counts: false, Forget: !started); }
        if (started && command.Phase == CommandPhase.Started) { return new(Counts: false, Forget: false); }
        commands[at] = started
            ? command with { Phase = CommandPhase.Started, StartedAt = now }
            : command with { Phase = report.Phase, EndedAt = now, Output = report.Output, Cut = report.Cut };
        Trim(commands);
        return new(Counts: true, Forget: !started);
    }

    /// <summary>Takes back a command that no rig can have.</summary>
    public static CommandAnswer Cancel(List<RigCommand> commands, string commandId, DateTimeOffset now)
    {
        int at = commands.FindIndex(c => c.CommandId == commandId);
        if (at < 0) { return CommandAnswer.NotFound; }
        if (commands[at].Phase == CommandPhase.Cancelled) { return new(Farms.ChangeOutcome.Done, commands[at]); }
        if (commands[at].IsOver) { return CommandAnswer.Refused("The command is over."); }
        if (commands[at].Phase != CommandPhase.Queued) { return CommandAnswer.Refused("The rig has the command already."); }
        commands[at] = commands[at] with { Phase = CommandPhase.Cancelled, EndedAt = now };
        return new(Farms.ChangeOutcome.Done, commands[at]);
    }

    /// <summary>The rig goes to other people: what waits is cancelled, and what it printed before is not theirs to read.</summary>
    public static void Leave(List<RigCommand> commands, DateTimeOffset now) => Change(commands, c => c switch
    {
        { Phase: CommandPhase.Queued } => c with { Phase = CommandPhase.Cancelled, EndedAt = now, Output = "The rig moved to another farm." },
        { IsOver: true, Output: not null } => c with { Output = null, Cut = true },
        _ => c,
    });

    /// <summary>The agent takes no orders: what waits for it fails, what another agent on that rig may have done is unknown. True when something was.</summary>
    public static bool Fail(List<RigCommand> commands, string why, DateTimeOffset now) => Change(commands, c => c switch
    {
        { IsOver: true } => c,
        { Phase: CommandPhase.Queued } => c with { Phase = CommandPhase.Failed, EndedAt = now, Output = why },
        _ => Lost(c, why + " Whether the command was carried out before cannot be told.", now),
    });

    /// <summary>Ends what has waited too long. True when something had.</summary>
    public static bool Sweep(List<RigCommand> commands, DateTimeOffset now)
    {
        bool changed = Change(commands, c => c.Phase switch
        {
            CommandPhase.Queued when now > c.NotAfter => c with { Phase = CommandPhase.Expired, EndedAt = now, Output = "The rig did not come in time. Nothing was done." },
            CommandPhase.Sent when now > c.NotAfter + SentPatience => Lost(c, "The rig did not answer. Whether it did something cannot be told.", now),
            CommandPhase.Started when now > c.StartedAt + StartedPatience => Lost(c, "The rig began and did not say how it ended.", now),
            _ => c,
        });
        if (changed) { Trim(commands); }
        return changed;
    }

    /// <summary>Something waits or is under way.</summary>
    public static bool AnyOpen(List<RigCommand> commands) => commands.Exists(static c => !c.IsOver);

    static RigCommand Lost(RigCommand command, string why, DateTimeOffset now) => command with { Phase = CommandPhase.Unknown, EndedAt = now, Output = why };

    /// <summary>The server's own guess gives way to the word of a rig that came back late.</summary>
    static bool MayCorrect(RigCommand command, CommandReport report) =>
        command.Phase == CommandPhase.Unknown && report.Phase is CommandPhase.Ok or CommandPhase.Failed or CommandPhase.Expired;

    static bool Change(List<RigCommand> commands, Func<RigCommand, RigCommand> change)
    {
        bool changed = false;
        for (int i = 0; i < commands.Count; i++)
        {
            var after = change(commands[i]);
            changed |= !ReferenceEquals(after, commands[i]);
            commands[i] = after;
        }
        return changed;
    }

    /// <summary>Forgets the oldest that are over, and the oldest outputs.</summary>
    static void Trim(List<RigCommand> commands)
    {
        int over = commands.Count(static c => c.IsOver) - CommandLimits.MostKept;
        for (int i = 0; i < commands.Count && over > 0;)
        {
            if (!commands[i].IsOver) { i++; continue; }
            commands.RemoveAt(i);
            over--;
        }
        int left = MostOutput;
        for (int i = commands.Count - 1; i >= 0; i--)
        {
            left -= commands[i].Output?.Length ?? 0;
            if (left < 0 && commands[i] is { IsOver: true, Output.Length: > 200 }) { commands[i] = commands[i] with { Output = null, Cut = true }; }
        }
    }
}
