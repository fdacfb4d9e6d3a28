using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Api;

/// <summary>Shares since the miner started; null is "not told".</summary>
/// <param name="Accepted">Taken by the pool.</param>
/// <param name="Rejected">Refused by the pool.</param>
/// <param name="Stale">Too late.</param>
/// <param name="Invalid">Failed the miner's own check.</param>
internal sealed record ShareAnswer(long? Accepted, long? Rejected, long? Stale, long? Invalid)
{
    /// <summary>As the miner counts.</summary>
    public static ShareAnswer Of(ShareCounts shares) => new(shares.Accepted, shares.Rejected, shares.Stale, shares.Invalid);
}

/// <summary>What one miner does with one algorithm.</summary>
/// <param name="Miner">Name of the miner.</param>
/// <param name="Version">Its version.</param>
/// <param name="Algorithm">Id of the algorithm.</param>
/// <param name="Coin">Coin, when it is known.</param>
/// <param name="Pool">Pool.</param>
/// <param name="Hashrate">Hashes per second; null while the miner starts.</param>
/// <param name="Difficulty">Of a share that the pool asks for, in the pool's own unit; null when the miner does not tell.</param>
/// <param name="UptimeSeconds">Since the miner started.</param>
/// <param name="Shares">Shares of all cards.</param>
internal sealed record WorkAnswer(string? Miner, string? Version, string? Algorithm, string? Coin, string? Pool, double? Hashrate, double? Difficulty, long? UptimeSeconds, ShareAnswer Shares)
{
    /// <summary>As the rig last said.</summary>
    public static WorkAnswer Of(WorkReading work) =>
        new(work.Miner, work.Version, work.Algorithm, work.Coin, work.Pool, work.Hashrate, work.Difficulty, work.UptimeSeconds, ShareAnswer.Of(work.Shares));
}

/// <summary>A rig in a list. What is null is not known.</summary>
/// <param name="Id">Opaque id.</param>
/// <param name="FarmId">The farm it belongs to.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Status">Its state.</param>
/// <param name="StatusSince">Since when it is in that state.</param>
/// <param name="LastSeenAt">When the agent last said something.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="HostName">What the machine calls itself.</param>
/// <param name="AgentVersion">Version of its agent.</param>
/// <param name="Gpus">Cards.</param>
/// <param name="GpusOnline">Cards that answer.</param>
/// <param name="PowerWatts">Power of its cards and processor.</param>
/// <param name="PowerIsPartial">Not all of them tell it: at least so much is drawn.</param>
/// <param name="Work">What it mines, as of its last sample; the primary algorithm first.</param>
internal sealed record RigEntry(
    string Id, string FarmId, string Name, IReadOnlyList<string> Tags, RigStatus Status, DateTimeOffset StatusSince, DateTimeOffset? LastSeenAt, DateTimeOffset CreatedAt,
    string? HostName, string? AgentVersion, int Gpus, int GpusOnline, double? PowerWatts, bool PowerIsPartial, IReadOnlyList<WorkAnswer> Work)
{
    /// <summary>As it stands.</summary>
    public static RigEntry Of(RigView rig)
    {
        var (about, reading) = (rig.Description, rig.Reading);
        var sums = RigSums.Of(rig);
        return new(
            rig.RigId, about.FarmId, about.Name, about.Tags, reading.Status, reading.StatusSince, reading.LastSeenAt, about.CreatedAt,
            about.Inventory.HostName, about.Inventory.AgentVersion, sums.Gpus, sums.GpusOnline, sums.Watts, sums.IsPowerPartial, [.. reading.Sample.Read().Work.Select(WorkAnswer.Of)]);
    }
}

/// <summary>One card of a rig. What is null is not known.</summary>
/// <param name="Index">Number on its rig.</param>
/// <param name="BusId">PCI address.</param>
/// <param name="Uuid">The vendor's unique id.</param>
/// <param name="Vendor">nvidia, amd or intel.</param>
/// <param name="Model">As the driver names it.</param>
/// <param name="MemoryBytes">Memory.</param>
/// <param name="Vbios">Version of its BIOS.</param>
/// <param name="Driver">Version of the driver.</param>
/// <param name="Fault">Why the card is dead; null when it lives.</param>
/// <param name="CoreCelsius">Core temperature.</param>
/// <param name="HotspotCelsius">Hotspot temperature.</param>
/// <param name="MemoryCelsius">Memory temperature.</param>
/// <param name="FanPercent">Fan.</param>
/// <param name="UtilizationPercent">Utilisation.</param>
/// <param name="CoreMegahertz">Core clock.</param>
/// <param name="MemoryMegahertz">Memory clock.</param>
/// <param name="PowerWatts">Power draw.</param>
/// <param name="PowerLimitWatts">Power limit in force.</param>
/// <param name="HotterThanAllowed">Its clocks are held back by heat.</param>
/// <param name="AtPowerLimit">Its clocks are held back by its power limit.</param>
/// <param name="PcieGeneration">PCI Express generation in use.</param>
/// <param name="PcieWidth">PCI Express lanes in use.</param>
/// <param name="PcieReplays">Packets sent again over PCI Express.</param>
/// <param name="EccUncorrected">Memory errors since boot that could not be corrected.</param>
/// <param name="LastXid">Number of the last Xid error since boot.</param>
internal sealed record GpuAnswer(
    int Index, string? BusId, string? Uuid, string? Vendor, string? Model, long? MemoryBytes, string? Vbios, string? Driver, string? Fault,
    int? CoreCelsius, int? HotspotCelsius, int? MemoryCelsius, int? FanPercent, int? UtilizationPercent, int? CoreMegahertz, int? MemoryMegahertz,
    double? PowerWatts, double? PowerLimitWatts, bool? HotterThanAllowed, bool? AtPowerLimit, int? PcieGeneration, int? PcieWidth, long? PcieReplays,
    long? EccUncorrected, int? LastXid)
{
    /// <summary>A card with its last reading; no reading is all null.</summary>
    public static GpuAnswer Of(GpuDescription card, GpuReading reading) => new(
        card.Index, card.BusId, card.Uuid, card.Vendor, card.Model, card.MemoryBytes, card.Vbios, card.Driver, reading.Fault,
        reading.CoreCelsius, reading.HotspotCelsius, reading.MemoryCelsius, reading.FanPercent, reading.UtilizationPercent, reading.CoreMegahertz, reading.MemoryMegahertz,
        reading.PowerWatts, reading.PowerLimitWatts, Holds(reading.ThrottleReasons, GpuThrottle.Heat | GpuThrottle.HardwareHeat),
        Holds(reading.ThrottleReasons, GpuThrottle.PowerLimit), reading.PcieGeneration, reading.PcieWidth, reading.PcieReplays, reading.EccUncorrected, reading.LastXid);

    static bool? Holds(GpuThrottle? all, GpuThrottle one) => all is { } reasons ? (reasons & one) != 0 : null;
}

/// <summary>A rig with its cards.</summary>
/// <param name="Rig">The rig.</param>
/// <param name="OperatingSystem">Name and version of the distribution.</param>
/// <param name="Kernel">Kernel release.</param>
/// <param name="CpuModel">Model of the processor.</param>
/// <param name="CpuThreads">Hardware threads.</param>
/// <param name="MemoryBytes">Memory.</param>
/// <param name="Board">Maker and model of the mainboard.</param>
/// <param name="DiskFreeBytes">Room on its disk.</param>
/// <param name="DiskReadOnly">Its disk takes no writes.</param>
/// <param name="CanReboot">Whether its agent may reboot it and switch it off; where it may not, such a command fails. Null: an older agent, which does not tell.</param>
/// <param name="UptimeSeconds">Since it booted.</param>
/// <param name="SampledAt">When the readings were taken; null without any.</param>
/// <param name="Cards">Its cards, in the order of their index.</param>
internal sealed record RigAnswer(
    RigEntry Rig, string? OperatingSystem, string? Kernel, string? CpuModel, int? CpuThreads, long? MemoryBytes, string? Board, long? DiskFreeBytes, bool? DiskReadOnly, bool? CanReboot, long? UptimeSeconds,
    DateTimeOffset? SampledAt,
    IReadOnlyList<GpuAnswer> Cards)
{
    /// <summary>As it stands.</summary>
    public static RigAnswer Of(RigView rig)
    {
        var (about, stats) = (rig.Description.Inventory, rig.Reading.Sample.Read());
        return new(
            RigEntry.Of(rig), about.OperatingSystem, about.Kernel, about.CpuModel, about.CpuThreads, about.MemoryBytes, about.Board, stats.DiskFreeBytes, about.DiskReadOnly, about.CanReboot, stats.UptimeSeconds,
            stats.Sequence == 0 ? null : stats.At,
            [.. about.Gpus.OrderBy(static g => g.Index).Select(card => GpuAnswer.Of(card, Array.Find(stats.Gpus, g => g.Index == card.Index)))]);
    }
}

/// <summary>A new rig.</summary>
/// <param name="RigId">Opaque id.</param>
/// <param name="Token">What its agent shows. Shown this once: the server keeps no copy that could be read.</param>
internal sealed record RigTokenAnswer(string RigId, string Token)
{
    /// <summary>Without the token, so that no log line holds it.</summary>
    public override string ToString() => $"rig {RigId}";
}

/// <summary>A rig that is wanted.</summary>
/// <param name="Name">1 to 64 characters; need not be unique.</param>
internal sealed record RigInput(string Name);

/// <summary>A new token of a rig.</summary>
/// <param name="RigId">The rig.</param>
/// <param name="Token">What its agent shows. Shown this once.</param>
/// <param name="OldTokenUntil">Until when the old one stays good if the new one is not shown before; null when it is dead.</param>
internal sealed record RigNewTokenAnswer(string RigId, string Token, DateTimeOffset? OldTokenUntil)
{
    /// <summary>Without the token, so that no log line holds it.</summary>
    public override string ToString() => $"rig {RigId}";
}

/// <summary>What is to be another; what is left out stays.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Tags">At most 20 words, in place of those that are there.</param>
internal sealed record RigPatchInput(string? Name = null, IReadOnlyList<string>? Tags = null);

/// <summary>Where a rig goes.</summary>
/// <param name="FarmId">The farm.</param>
internal sealed record MoveInput(string FarmId);

/// <summary>What becomes of the old token.</summary>
/// <param name="OldToken">whenConfirmed: good until the agent shows the new one, at most 24 hours; now: dead at once.</param>
internal sealed record TokenChangeInput(RigTokenEnd OldToken = RigTokenEnd.WhenConfirmed);
