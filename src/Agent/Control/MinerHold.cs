namespace BloxOs.Agent.Control;

/// <summary>Somebody who keeps a miner from running.</summary>
/// <param name="Holder">Who.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="BootId">Boot during which it counts.</param>
internal sealed record MinerHold(string Holder, string Reason, string? BootId)
{
    /// <summary>The holder for the time of one step of recovery. It ends with the agent that takes the step: nobody else would release it.</summary>
    public const string Step = "recovery";

    /// <summary>Whether an agent that starts during this boot goes on with it.</summary>
    public bool Outlives(string? boot) => BootId == boot && Holder != Step;
}
