namespace BloxOs.Agent.Recovery.Heat;

/// <summary>What the guard remembers of one card.</summary>
internal sealed class CardWatch
{
    /// <summary>Core, hotspot and memory.</summary>
    public IReadOnlyList<HeatSensor> Sensors { get; } = [new("core"), new("hotspot"), new("memory")];

    /// <summary>Since when it is held; null: it is not.</summary>
    public TimeSpan? HeldSince { get; set; }

    /// <summary>Why it is held, for people.</summary>
    public string? Reason { get; set; }

    /// <summary>How often in a row it was held.</summary>
    public int Holds { get; set; }

    /// <summary>When it last went on.</summary>
    public TimeSpan? ResumedAt { get; set; }

    /// <summary>People were told that its temperature is not known.</summary>
    public bool SaidUnknown { get; set; }

    /// <summary>Takes a reading; null: none came.</summary>
    public void Read(CardHeat? heat, TimeSpan now)
    {
        Sensors[0].Read(heat?.CoreCelsius, now);
        Sensors[1].Read(heat?.HotspotCelsius, now);
        Sensors[2].Read(heat?.MemoryCelsius, now);
    }
}
