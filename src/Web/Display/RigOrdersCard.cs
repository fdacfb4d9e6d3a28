using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Commands;

namespace BloxOs.Web.Display;

/// <summary>What a rig was told and made of it, as its page shows it to everybody.</summary>
internal sealed class RigOrdersCard(RigView view, RigOrders orders, DateTimeOffset now)
{
    const int Shown = 6;

    /// <summary>The rig.</summary>
    public string RigId => view.RigId;

    /// <summary>The newest commands.</summary>
    public IReadOnlyList<CommandRow> Newest { get; } = [.. orders.Commands.Take(Shown).Select(command => CommandRow.Of(view.RigId, command, now))];

    /// <summary>Commands that are not among them.</summary>
    public int More => Math.Max(0, orders.Commands.Length - Shown);

    /// <summary>Its miners.</summary>
    public IReadOnlyList<MinerRow> Miners { get; } = MinerRow.Of(view.RigId, orders, now);

    /// <summary>Somebody said what it is to do.</summary>
    public bool IsTold => orders.Wanted.Revision > 0 && orders.Wanted.ChangedAt is not null;

    /// <summary>Who said so last.</summary>
    public string ToldBy => orders.Wanted.ChangedBy;

    /// <summary>Whether what is wanted is in force; null while that is not known.</summary>
    public bool? InForce => !IsTold || orders.Applied is null ? null : orders.Applied.Revision == orders.Wanted.Revision && !orders.Applied.Differs;

    /// <summary>The rig has something else under the wanted revision.</summary>
    public bool Differs => IsTold && orders.Applied?.Differs == true;

    /// <summary>Why the server does not send what is wanted.</summary>
    public string? HeldBack => orders.HeldBack;

    /// <summary>Why it is not.</summary>
    public string? Refused => orders.Applied?.Refused;

    /// <summary>What the rig does to help itself.</summary>
    public string? Recovering => orders.Applied?.Recovering;

    /// <summary>What is not as it is wanted.</summary>
    public IReadOnlyList<DriftLine> Drift { get; } = WorkDrift.Of(orders, view.Reading.Status == RigStatus.Offline ? RigStats.Empty : view.Reading.Sample.Read());

    /// <summary>Revision that is wanted.</summary>
    public long Revision => orders.Wanted.Revision;

    /// <summary>When it was wanted.</summary>
    public DateTimeOffset? ToldAt => orders.Wanted.ChangedAt;

    /// <summary>People work on the rig.</summary>
    public bool Maintenance => orders.Wanted.Maintenance;

    /// <summary>The rig is away: what is said here is what it said last, if anything.</summary>
    public bool IsAway => view.Reading.Status == RigStatus.Offline;

    /// <summary>What each wanted miner is to do, in words, by name.</summary>
    public IReadOnlyList<(string Name, string Text)> Wants { get; } = [.. (orders.Wanted.Miners ?? []).Select(static miner => (miner.Name, WorkWords.Plan(miner)))];

    /// <summary>The agent takes no orders.</summary>
    public bool TooOld => orders.TooOld;
}
