using System.Globalization;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Commands;

namespace BloxOs.Web.Display;

/// <summary>Why a rig is silent, in plain words with what speaks for it. It says how sure it is and never more than was seen.</summary>
/// <param name="Certainty">How sure.</param>
/// <param name="Verdict">One sentence.</param>
/// <param name="Checks">What was looked at.</param>
/// <param name="Advice">What to do now.</param>
internal sealed record WhyDown(DownCertainty Certainty, string Verdict, IReadOnlyList<DownCheck> Checks, string Advice)
{
    /// <summary>An order given so shortly before the silence can be its cause.</summary>
    static readonly TimeSpan s_orderBefore = TimeSpan.FromMinutes(2);

    /// <summary>Most machines are back from a reboot by then.</summary>
    static readonly TimeSpan s_reboot = TimeSpan.FromMinutes(5);

    /// <summary>What happened longer before is no evidence.</summary>
    static readonly TimeSpan s_recent = TimeSpan.FromMinutes(10);

    const int MostKernelLines = 3;

    /// <summary>How sure, in words.</summary>
    public string CertaintyText => Certainty switch { DownCertainty.Known => "known", DownCertainty.Likely => "likely", _ => "not known" };

    /// <summary>Decides.</summary>
    public static WhyDown Of(DownEvidence seen)
    {
        var kernel = Kernel(seen);
        var order = Order(seen);
        var (certainty, verdict, advice) = Verdicts(seen, order, kernel);
        return new(certainty, verdict, [.. Evidence(seen, order, kernel, certainty)], advice);
    }

    static (DownCertainty, string, string) Verdicts(DownEvidence seen, RigCommand? order, List<RigHappening> kernel) =>
        Ordered(seen, order) ?? Said(seen) ?? Around(seen) ?? Trouble(seen, kernel) ?? Unexplained(seen);

    /// <summary>Somebody ordered it, here or on the rig itself.</summary>
    static (DownCertainty, string, string)? Ordered(DownEvidence seen, RigCommand? order)
    {
        bool soon = seen.Now - seen.LastSeenAt < s_reboot;
        if (order is { Kind: CommandKind.Shutdown }) { return (DownCertainty.Known, $"{order.OrderedBy} ordered a shutdown.", "Switch it on when it is to mine again."); }
        if (order is { Kind: CommandKind.Reboot })
        {
            return soon
                ? (DownCertainty.Known, $"It reboots: {order.OrderedBy} ordered it.", "Wait. Most rigs are back within 5 minutes.")
                : (DownCertainty.Known, $"{order.OrderedBy} ordered a reboot, and it did not come back.", "A hung driver can block a soft reboot: see what its screen shows, or cut its power for 10 seconds.");
        }
        if (order is not null)
        {
            return (soon ? DownCertainty.Known : DownCertainty.Likely, $"{order.OrderedBy} ordered: {CommandWords.Title(order.Kind)}. The agent did not come back{(soon ? " yet" : "")}.",
                soon ? "Wait a minute." : "On the rig, see what its service says: systemctl status bloxos-agent.");
        }
        if (!Reboots(seen)) { return null; }
        return soon
            ? (DownCertainty.Likely, "It reboots: it said that it would, to help itself.", "Wait. Most rigs are back within 5 minutes.")
            : (DownCertainty.Likely, "It said that it would reboot to help itself, and did not come back.", "A hung driver can block a soft reboot: see what its screen shows, or cut its power for 10 seconds.");
    }

    /// <summary>The end of the connection itself tells.</summary>
    static (DownCertainty, string, string)? Said(DownEvidence seen) => seen.Ending switch
    {
        RigEnding.TokenEnded => (DownCertainty.Known, "Its token was ended here, so the server does not let it in.", "Put the new token on the rig, or make another one under Settings."),
        RigEnding.Refused => (DownCertainty.Known, "The server ended the connection: the agent sent what it must not send.", "Update its agent. The server's log has the rule that was broken."),
        RigEnding.Goodbye => (DownCertainty.Known, "Its agent said goodbye, and nobody ordered that from here.", "The machine was shut down or rebooted by hand, or its agent was stopped. Switch it on, or on the rig: systemctl start bloxos-agent."),
        RigEnding.ServerStop => (DownCertainty.Likely, "The server was stopped, and the rig has not found its way back.", "Check that it has power and that it reaches this server under the address that its agent knows."),
        _ => null,
    };

    /// <summary>It is not alone.</summary>
    static (DownCertainty, string, string)? Around(DownEvidence seen) => seen.Neighbours switch
    {
        { FellTogether: >= 2 } all => (DownCertainty.Likely, $"{all.FellTogether} other rigs fell silent within the same minute: power or network of the place.", "See whether the place has power and whether its switch or router is up."),
        { Others: >= 2, Heard: 0 } => (DownCertainty.Likely, "No rig of this farm reports: power or network of the place, or the way to this server.", "See whether the place has power and whether its router is up."),
        _ => null,
    };

    /// <summary>It was in trouble before.</summary>
    static (DownCertainty, string, string)? Trouble(DownEvidence seen, List<RigHappening> kernel)
    {
        if (DeadGpus(seen.Stats) is { Length: > 0 } dead) { return (DownCertainty.Likely, $"It hung after a card was lost: {dead}.", "Cut its power for 10 seconds, reseat that card and its riser, switch it on."); }
        if (kernel.Count > 0) { return (DownCertainty.Likely, $"It hung after trouble that its kernel logged: {kernel[0].Text}.", "Cut its power for 10 seconds and switch it on."); }
        if (seen.DiskReadOnly) { return (DownCertainty.Likely, "Its disk took no writes any more.", "Replace the disk: it is failing, or it is full of errors."); }
        string hot = string.Join("; ", LastWords.Troubles(seen.Stats, seen.Bands).Where(static line => line.Contains(" is critical:", StringComparison.Ordinal)).Take(2));
        return hot.Length > 0 ? (DownCertainty.Open, $"Before it fell silent: {hot}.", "Look at its fans and at the air around it, then check that it has power.") : null;
    }

    static (DownCertainty, string, string) Unexplained(DownEvidence seen) => (DownCertainty.Open, seen.Ending switch
    {
        RigEnding.Silence => "It fell silent from one moment to the next, without a goodbye.",
        RigEnding.Broken => "The connection broke off without a goodbye.",
        _ => "What was seen does not say.",
    }, $"Check that it has power and that it answers in its own network{(seen.Addresses.Count > 0 ? $", as {string.Join(" or ", seen.Addresses.Take(2))}" : "")}.");

    static IEnumerable<DownCheck> Evidence(DownEvidence seen, RigCommand? order, List<RigHappening> kernel, DownCertainty certainty)
    {
        yield return DownCheck.Bad("The rig is silent", EndingText(seen.Ending), seen.LastSeenAt);
        if (order is not null) { yield return DownCheck.Bad("It was ordered", $"{CommandWords.Title(order.Kind)}, by {order.OrderedBy}: {CommandWords.Title(order.Phase)}", order.SentAt); }
        else if (seen.Commands.Count > 0) { yield return DownCheck.Well("Not ordered here", "No reboot, shutdown, restart or update of the agent was sent in its last minutes."); }
        if (NeighbourCheck(seen.Neighbours) is { } neighbours) { yield return neighbours; }
        foreach (var line in kernel.Take(MostKernelLines)) { yield return DownCheck.Bad("Its kernel logged", line.Text ?? "", line.At); }
        foreach (var (xid, meaning) in Xids(seen, kernel)) { yield return DownCheck.Bad(string.Create(CultureInfo.InvariantCulture, $"Xid {xid} means"), meaning + "."); }
        foreach (var step in Recent(seen, "recovery", "heat").Take(MostKernelLines)) { yield return DownCheck.Bad("It helped itself", step.Text ?? "", step.At); }
        if (seen.Recovering is { Length: > 0 } recovering) { yield return DownCheck.Bad("It was helping itself", recovering); }
        if (seen.DiskReadOnly) { yield return DownCheck.Bad("Its disk", "It took no writes."); }
        string words = LastWords.Of(seen.Stats, seen.Bands);
        if (words.Length > 0) { yield return DownCheck.Bad("Its last sample", words + ".", seen.Stats.At); }
        else if (seen.HasSample) { yield return DownCheck.Well("Its last sample", "No dead or overheated card, and no miner at 0 H/s."); }
        else { yield return DownCheck.Open("Its last sample", "None is kept: the server has restarted since, or the rig connected and sent none."); }
        if (certainty != DownCertainty.Known) { yield return DownCheck.Open("Power, network or a hang", "From here they look the same."); }
    }

    static DownCheck? NeighbourCheck(DownNeighbours? all) => all switch
    {
        null => null,
        { Others: 0 } => DownCheck.Open("Other rigs", "There is no other in this farm to compare with."),
        { FellTogether: > 0 } => DownCheck.Bad("Other rigs", $"{Count(all.FellTogether)} fell silent within the same minute; {all.Heard} of {all.Others} report."),
        { Heard: 0 } => DownCheck.Bad("Other rigs", $"None of the {all.Others} reports, and they fell silent at other times."),
        _ => DownCheck.Well("The server hears other rigs", $"{all.Heard} of {all.Others} report, and none fell silent with it."),
    };

    static string Count(int rigs) => rigs == 1 ? "1 rig" : $"{rigs} rigs";

    static string EndingText(RigEnding ending) => ending switch
    {
        RigEnding.Goodbye => "Its agent ended the connection in order.",
        RigEnding.Silence => "Nothing came any more, not even the end of the connection: this happens with a power cut, a pulled cable or a hang.",
        RigEnding.Broken => "The connection broke off: this happens when the agent dies or something on the way cuts it.",
        RigEnding.ServerStop => "The server closed the connection, because it was stopping.",
        RigEnding.TokenEnded => "The server closed the connection, because the token had ended.",
        RigEnding.Refused => "The server closed the connection, because the agent broke a rule.",
        _ => "How the connection ended is not known.",
    };

    static RigCommand? Order(DownEvidence seen) => seen.Commands.FirstOrDefault(command =>
        command.Kind is CommandKind.Shutdown or CommandKind.Reboot or CommandKind.RestartAgent or CommandKind.UpdateAgent
        && command.Phase is CommandPhase.Sent or CommandPhase.Started or CommandPhase.Ok or CommandPhase.Unknown
        && command.SentAt is { } sent && sent >= seen.LastSeenAt - s_orderBefore && sent <= seen.LastSeenAt + s_orderBefore);

    static bool Reboots(DownEvidence seen) =>
        Recent(seen, "recovery").Any(static step => step.Text?.StartsWith("reboot", StringComparison.OrdinalIgnoreCase) == true);   // "…a reboot would be next" is none

    /// <summary>Of its dead cards and of its kernel's lines, each once.</summary>
    static IEnumerable<(int Xid, string Meaning)> Xids(DownEvidence seen, List<RigHappening> kernel) => seen.Stats.Gpus.Select(static gpu => gpu.Fault)
        .Concat(kernel.Select(static line => line.Text)).SelectMany(XidText.In).Distinct().Take(MostKernelLines);

    static List<RigHappening> Kernel(DownEvidence seen) => [.. Recent(seen, "kernel")];

    /// <summary>Newest first.</summary>
    static IEnumerable<RigHappening> Recent(DownEvidence seen, params string[] kinds) => seen.Happenings
        .Where(one => kinds.Contains(one.Kind) && !string.IsNullOrWhiteSpace(one.Text) && one.At >= seen.LastSeenAt - s_recent)
        .OrderByDescending(static one => one.At);

    static string DeadGpus(RigStats stats) => string.Join("; ", stats.Gpus.Where(static gpu => gpu.Fault is not null).Take(2)
        .Select(static gpu => string.Create(CultureInfo.InvariantCulture, $"GPU {gpu.Index}, {gpu.Fault}")));
}
