namespace BloxOs.Grains.Rigs;

/// <summary>Why a card's clocks are lower than they could be, as on the wire.</summary>
[Flags]
public enum GpuThrottle
{
    /// <summary>Nothing holds it back.</summary>
    None = 0,

    /// <summary>It has nothing to do.</summary>
    Idle = 1,

    /// <summary>Somebody set the clocks.</summary>
    SetClocks = 2,

    /// <summary>Its power limit.</summary>
    PowerLimit = 4,

    /// <summary>The hardware slowed it: too hot or too little power.</summary>
    Hardware = 8,

    /// <summary>Coupled to another card.</summary>
    Coupled = 16,

    /// <summary>Too hot, by the driver.</summary>
    Heat = 32,

    /// <summary>Too hot, by the hardware.</summary>
    HardwareHeat = 64,

    /// <summary>The power supply asked for it.</summary>
    PowerBrake = 128,

    /// <summary>The display's clock.</summary>
    Display = 256,
}
