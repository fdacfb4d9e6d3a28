namespace BloxOs.RigSim.Fleet;

/// <summary>What goes wrong: probabilities per message sent, 0 to 1, unless said otherwise. All 0 by default.</summary>
public sealed record FaultOptions
{
    /// <summary>The connection breaks instead of the message.</summary>
    public double Drop { get; init; }

    /// <summary>The message and all behind it wait, up to <see cref="LongestDelay"/>.</summary>
    public double Delay { get; init; }

    /// <summary>Longest wait of a delayed message.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The message goes out twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>A frame of rubbish goes before the message.</summary>
    public double Garbage { get; init; }

    /// <summary>The rig stops reading and writing without closing, for <see cref="HalfOpenFor"/>.</summary>
    public double HalfOpen { get; init; }

    /// <summary>How long a half-open connection hangs before the rig gives it up and connects anew.</summary>
    public TimeSpan HalfOpenFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Part of the rigs whose clock is wrong, 0 to 1.</summary>
    public double SkewedRigs { get; init; }

    /// <summary>How far a wrong clock is off, to either side.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A card falls off the bus; probability per sample.</summary>
    public double GpuLoss { get; init; }

    /// <summary>Refuses what cannot work.</summary>
    /// <exception cref="ArgumentException">A value out of range, with the range.</exception>
    public void Validate()
    {
        foreach (double p in (double[])[Drop, Delay, Duplicate, Garbage, HalfOpen, SkewedRigs, GpuLoss])
        {
            if (!(p is >= 0 and <= 1)) { throw new ArgumentException("a probability must be 0 to 1"); }
        }
        if (!(Drop + Delay + Duplicate + Garbage + HalfOpen <= 1)) { throw new ArgumentException("the probabilities of message faults must not exceed 1 together"); }
        if (LongestDelay < TimeSpan.Zero || HalfOpenFor < TimeSpan.Zero || ClockSkew < TimeSpan.Zero)
        {
            throw new ArgumentException("a time of a fault must not be below 0");
        }
    }
}
