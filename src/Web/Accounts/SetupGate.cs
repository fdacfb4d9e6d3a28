using BloxOs.Grains.Setup;

namespace BloxOs.Web.Accounts;

/// <summary>Whether the owner has still to be made. Asked of the grain until it is closed, then never again.</summary>
internal sealed class SetupGate(IGrainFactory grains)
{
    volatile bool _closed;

    /// <summary>True until there is an owner.</summary>
    public async Task<bool> IsOpenAsync(CancellationToken cancellation)
    {
        if (_closed) { return false; }
        var status = await AccountStore.AskAsync(Grain.Status, cancellation);
        _closed = !status.Open;
        return status.Open;
    }

    /// <summary>The grain behind it.</summary>
    public ISetupGrain Grain => grains.GetGrain<ISetupGrain>(ISetupGrain.Key);
}
