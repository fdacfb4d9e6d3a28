using BloxOs.Agent.Control;

namespace BloxOs.Agent.Recovery;

/// <summary>With what recovery acts.</summary>
/// <param name="Control">Miners.</param>
/// <param name="ReadAgain">Asks for a fresh reading.</param>
/// <param name="RebootAsync">Begins a reboot; null when it was begun, else why not.</param>
/// <param name="ReloadDriverAsync">Loads the drivers of the cards anew, with every miner stopped for a given reason; null when it was done, else why not.</param>
internal sealed record RecoveryTools(
    IMinerControl Control, Action ReadAgain, Func<CancellationToken, Task<string?>> RebootAsync, Func<string, CancellationToken, Task<string?>> ReloadDriverAsync);
