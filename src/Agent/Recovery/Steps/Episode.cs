using BloxOs.Agent.Recovery.Diagnosis;

namespace BloxOs.Agent.Recovery.Steps;

/// <summary>The course of one fault. Times are those of <see cref="State.RigClock"/>.</summary>
internal sealed class Episode(FaultKey key)
{
    /// <summary>Which fault.</summary>
    public FaultKey Key => key;

    /// <summary>As it was last seen.</summary>
    public Fault Fault { get; set; } = new(key.Cause, key.Instance, key.BusId, "");

    /// <summary>Since when it is seen without a break in this run of the agent; null: not now.</summary>
    public TimeSpan? SeenSince { get; set; }

    /// <summary>When it was last seen.</summary>
    public TimeSpan LastSeen { get; set; }

    /// <summary>Since when its subject is well; null: it is not, or cannot be judged.</summary>
    public TimeSpan? HealthySince { get; set; }

    /// <summary>It lasted long enough to be acted on, once.</summary>
    public bool Confirmed { get; set; }

    /// <summary>Next entry of the plan.</summary>
    public int Rung { get; set; }

    /// <summary>Steps that changed something.</summary>
    public int Steps { get; set; }

    /// <summary>Not before this comes the next step.</summary>
    public TimeSpan NextAt { get; set; }

    /// <summary>A person was asked: no further step.</summary>
    public bool Asked { get; set; }

    /// <summary>What was done last, for people.</summary>
    public string? Done { get; set; }
}
