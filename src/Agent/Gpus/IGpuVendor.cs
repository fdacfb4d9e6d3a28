namespace BloxOs.Agent.Gpus;

/// <summary>Reads the cards of one vendor. An implementation is one file, listed in <see cref="GpuVendors"/>.</summary>
internal interface IGpuVendor
{
    /// <summary>Lower-case id, as on the wire: <c>nvidia</c>, <c>amd</c> or <c>intel</c>.</summary>
    string Id { get; }

    /// <summary>Reads all cards, within seconds; what fails is part of the answer, not an exception.</summary>
    /// <exception cref="OperationCanceledException">The agent stops.</exception>
    Task<GpuReport> ReadAsync(CancellationToken cancellation);

    /// <summary>Reads at least the temperatures, by the cheapest way that there is: the guard against heat asks every few seconds.</summary>
    /// <exception cref="OperationCanceledException">The agent stops.</exception>
    Task<GpuReport> ReadHeatAsync(CancellationToken cancellation) => ReadAsync(cancellation);

    /// <summary>Lets go of the driver, so that it can be unloaded; the next reading takes it up again. False when it does not let go.</summary>
    /// <exception cref="OperationCanceledException">The agent stops.</exception>
    Task<bool> ReleaseAsync(CancellationToken cancellation) => Task.FromResult(true);
}
