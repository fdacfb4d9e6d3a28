namespace BloxOs.Silo.Operations;

/// <summary>Where the process stands in its life.</summary>
public sealed class ServerState
{
    /// <summary>Everything has started.</summary>
    public bool IsStarted { get; set; }

    /// <summary>It is going down: no new work.</summary>
    public bool IsStopping { get; set; }

    /// <summary>Takes work.</summary>
    public bool IsReady => IsStarted && !IsStopping;
}
