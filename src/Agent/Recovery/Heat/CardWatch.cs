namespace BloxOs.Agent.Recovery.Heat;

/// <summary>What the guard remembers of one card.</summary>
internal sealed class CardWatch
{
    /// <summary>Core, hotspot and memory.</summary>
    public const int SensorCount = 3;

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

    /// <summary>Its driver says that it is dead, or lists it no more: no miner can heat it.</summary>
    public bool IsDead { get; set; }

    /// <summary>As an earlier agent left it: held from now on.</summary>
    public void Restore(HeatNote note, TimeSpan now)
    {
        (HeldSince, Reason, Holds) = (now, note.Reason, note.Holds);
        for (int i = 0; i < SensorCount; i++) { Sensors[i].Restore(note.Celsius![i], note.Causes![i], now); }
    }

    /// <summary>For the disk.</summary>
    public HeatNote ToNote(string busId)
    {
        var (celsius, causes) = (new double?[SensorCount], new bool[SensorCount]);
        for (int i = 0; i < SensorCount; i++) { (celsius[i], causes[i]) = (Sensors[i].LastCelsius, Sensors[i].IsCause); }
        return new() { BusId = busId, Reason = Reason, Holds = Holds, Celsius = celsius, Causes = causes };
    }

    /// <summary>Takes a reading; null: none came.</summary>
    public void Read(CardHeat? heat, TimeSpan now)
    {
        Sensors[0].Read(heat?.CoreCelsius, now);
        Sensors[1].Read(heat?.HotspotCelsius, now);
        Sensors[2].Read(heat?.MemoryCelsius, now);
    }
}
