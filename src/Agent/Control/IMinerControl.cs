using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>The miners that the agent looks after, for whoever decides about them. Safe for several threads; one change of an instance at a time.</summary>
/// <remarks>
/// An instance that is not known, is not in a state to be changed so, or was killed and does not go because it hangs in the kernel makes a call answer false; nothing is
/// thrown for what a miner does.
/// </remarks>
internal interface IMinerControl
{
    /// <summary>What is in force; revision 0 without miners while nothing was ever wanted.</summary>
    Desired Desired { get; }

    /// <summary>Every instance as it is now, in the wanted order.</summary>
    IReadOnlyList<MinerStatus> Miners { get; }

    /// <summary>Raised after <see cref="Desired"/>, <see cref="Miners"/> or <see cref="Recovering"/> changed. On any thread; a handler must not block.</summary>
    event Action? Changed;

    /// <summary>What the rig does to help itself, in words, for the server; null when nothing.</summary>
    string? Recovering { get; set; }

    /// <summary>Starts what is wanted and does not run, at once: forgets a stop by hand, a pause after a crash, a failure and cards in quarantine.</summary>
    /// <param name="name">Instance; null for all.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancellation">The agent stops.</param>
    Task<bool> StartAsync(string? name, string reason, CancellationToken cancellation);

    /// <summary>Stops by hand; it stays stopped, over restarts too, until it is started.</summary>
    /// <param name="name">Instance; null for all.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancellation">The agent stops.</param>
    Task<bool> StopAsync(string? name, string reason, CancellationToken cancellation);

    /// <summary>Stops and starts; one that does not run is started when it is wanted, not held and not stopped by hand.</summary>
    /// <param name="name">Instance; null for all.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancellation">The agent stops.</param>
    Task<bool> RestartAsync(string? name, string reason, CancellationToken cancellation);

    /// <summary>Restarts without these cards, added to those in quarantine. False when no card would be left. Kept over restarts of the agent.</summary>
    /// <param name="name">Instance.</param>
    /// <param name="busIds">Cards.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancellation">The agent stops.</param>
    Task<bool> RestartWithoutAsync(string name, IReadOnlyCollection<string> busIds, string reason, CancellationToken cancellation);

    /// <summary>Restarts with these cards again, which were in quarantine; nothing happens when none was.</summary>
    /// <param name="name">Instance.</param>
    /// <param name="busIds">Cards.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancellation">The agent stops.</param>
    Task<bool> RestartWithAsync(string name, IReadOnlyCollection<string> busIds, string reason, CancellationToken cancellation);

    /// <summary>Restarts with the next of its pools first, after the last the first one again. False when it has one only.</summary>
    /// <param name="name">Instance.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancellation">The agent stops.</param>
    Task<bool> NextPoolAsync(string name, string reason, CancellationToken cancellation);

    /// <summary>
    /// Stops and keeps stopped until every holder has released; also what is started meanwhile. Kept over restarts of the agent, not over a reboot. True only when nothing of
    /// it runs any more.
    /// </summary>
    /// <param name="name">Instance; null for all, those to come too.</param>
    /// <param name="holder">Who: "heat", "recovery".</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancellation">The agent stops.</param>
    Task<bool> HoldAsync(string? name, string holder, string reason, CancellationToken cancellation);

    /// <summary>Takes a hold back; what nobody holds any more is started when it is wanted.</summary>
    /// <param name="name">Instance; null for every hold of the holder.</param>
    /// <param name="holder">Who held.</param>
    /// <param name="cancellation">The agent stops.</param>
    Task<bool> ReleaseAsync(string? name, string holder, CancellationToken cancellation);

    /// <summary>Stops and gives up: state "failed" until a person starts it or wants something else of it.</summary>
    /// <param name="name">Instance.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancellation">The agent stops.</param>
    Task<bool> FailAsync(string name, string reason, CancellationToken cancellation);
}
