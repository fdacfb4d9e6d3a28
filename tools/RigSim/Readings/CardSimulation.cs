using BloxOs.Protocol;
using BloxOs.RigSim.Models;

namespace BloxOs.RigSim.Readings;

/// <summary>One card whose readings wander slowly around what its model does.</summary>
internal sealed class CardSimulation
{
    const double IdleCelsius = 34, IdleWatts = 14;
    const int HeldByPowerLimit = 4, HeldByHeat = 32;   // as the protocol numbers them

    readonly CardModel model;
    readonly int index;
    readonly double coreBase;
    readonly double wattsBase;
    readonly bool hot;
    readonly bool mines;
    readonly bool detailed;
    double core;
    double watts;
    double speedFactor = 1;

    public CardSimulation(CardModel model, int index, bool hot, bool mines, bool detailed, ref Dice dice)
    {
        this.model = model;
        this.index = index;
        (this.hot, this.mines, this.detailed) = (hot, mines, detailed);
        coreBase = hot ? 84 : mines ? dice.Between(47, 60) : dice.Between(31, 36);
        wattsBase = mines ? model.MiningWatts * dice.Between(0.97, 1.04) : dice.Between(9, 18);
        core = coreBase;
        watts = wattsBase;
        SpeedSpread = dice.Between(0.985, 1.01);
    }

    /// <summary>Why the card is dead; null while it lives.</summary>
    public string? Fault { get; set; }

    /// <summary>The last Xid that the kernel logged of it; null without one.</summary>
    public int? LastXid { get; set; }

    /// <summary>Silicon lottery: this card's constant part of its model's speed.</summary>
    public double SpeedSpread { get; }

    /// <summary>What this card's speed is at the moment, its model's being 1.</summary>
    public double Speed => SpeedSpread * speedFactor;

    /// <summary>Moves on by one sample and reads.</summary>
    /// <param name="busy">The card hashes; otherwise it waits with its miner.</param>
    /// <param name="dice">Throws of the rig.</param>
    public GpuStats Next(bool busy, ref Dice dice)
    {
        bool waits = mines && !busy;   // its miner was stopped
        core += ((waits ? IdleCelsius : coreBase) - core) * 0.15 + dice.Bell() * 0.45;
        watts += ((waits ? IdleWatts : wattsBase) - watts) * 0.3 + dice.Bell() * wattsBase * 0.006;
        speedFactor += (1 - speedFactor) * 0.3 + dice.Bell() * 0.0018;
        if (Fault is not null) { return new() { Index = index, Fault = Fault }; }
        double celsius = Math.Round(hot && !waits ? Math.Max(core, 81) : core);
        double fan = hot ? 100 : Math.Clamp(Math.Round(30 + (core - 38) * 2), 0, 100);
        return new()
        {
            Index = index,
            CoreCelsius = celsius,
            HotspotCelsius = model.Hotspot ? celsius + (hot ? 15 : 11) + index % 4 : null,
            MemoryCelsius = model.MemoryTemperature ? celsius + (hot ? 20 : busy ? 18 : 4) + index % 3 : null,
            FanPercent = fan,
            FanRpm = Math.Round(fan * 32.5),
            PowerWatts = Math.Round(watts, 1),
            PowerLimitWatts = Math.Clamp(Math.Round(model.MiningWatts * 1.1), model.MinWatts, model.MaxWatts),
            CoreMegahertz = busy ? model.CoreMegahertz - 15 * (index % 2) : 210,
            MemoryMegahertz = busy ? model.MemoryMegahertz : 405,
            UtilizationPercent = busy ? 100 : 0,
            ThrottleReasons = !detailed || model.Vendor != "nvidia" ? null : hot && !waits ? HeldByHeat : HeldByPowerLimit,
            PcieGeneration = detailed ? 1 : null,
            PcieWidth = detailed ? 1 : null,
            LastXid = LastXid,
        };
    }
}
