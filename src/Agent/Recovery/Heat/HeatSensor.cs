namespace BloxOs.Agent.Recovery.Heat;

/// <summary>What the guard remembers of one sensor.</summary>
/// <param name="name">For people.</param>
internal sealed class HeatSensor(string name)
{
    /// <summary>Readings outside are errors of the sensor, not temperatures.</summary>
    const double Lowest = 0, Highest = 150;

    /// <summary>For people.</summary>
    public string Name => name;

    /// <summary>As read now, °C; null: not known.</summary>
    public double? Celsius { get; private set; }

    /// <summary>As it was last known, °C; null: it never told anything.</summary>
    public double? LastCelsius { get; private set; }

    /// <summary>When it was last known.</summary>
    public TimeSpan KnownAt { get; private set; }

    /// <summary>The card is held because of this one: it must be known, and cool, before the card goes on.</summary>
    public bool IsCause { get; set; }

    /// <summary>As an earlier agent left it: not read since.</summary>
    public void Restore(double? celsius, bool isCause, TimeSpan now)
    {
        if (celsius is > Lowest and < Highest) { (LastCelsius, KnownAt) = (celsius, now); }
        IsCause = isCause;
    }

    /// <summary>Takes a reading.</summary>
    public void Read(double? celsius, TimeSpan now)
    {
        Celsius = celsius is > Lowest and < Highest ? celsius : null;
        if (Celsius is null) { return; }
        (LastCelsius, KnownAt) = (Celsius, now);
    }
}
