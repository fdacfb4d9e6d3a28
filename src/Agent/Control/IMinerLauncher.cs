namespace BloxOs.Agent.Control;

/// <summary>Starts programs of miners so that they outlive the agent.</summary>
internal interface IMinerLauncher
{
    /// <summary>Starts one.</summary>
    /// <exception cref="LaunchException">It could not be started.</exception>
    Task<MinerProcess> StartAsync(string name, LaunchPlan plan, CancellationToken cancellation);

    /// <summary>Exit status of one that has ended, above 128 for a signal; null when it cannot be told, because another process started it.</summary>
    Task<int?> ExitCodeAsync(MinerProcess process, CancellationToken cancellation);
}
