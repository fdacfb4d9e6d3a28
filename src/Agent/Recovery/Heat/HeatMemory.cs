using BloxOs.Agent.Control;

namespace BloxOs.Agent.Recovery.Heat;

/// <summary>Keeps over restarts of the agent, not over a boot, which cards are held for heat.</summary>
/// <param name="store">Its file.</param>
/// <param name="bootId">This boot; null when the kernel does not tell.</param>
internal sealed class HeatMemory(StateStore<HeatFile> store, string? bootId)
{
    /// <summary>A guard that holds what an earlier agent held during this boot.</summary>
    public HeatGuard Load(TimeSpan now)
    {
        var guard = new HeatGuard();
        if (store.Read() is { Cards: { } cards } file && file.BootId == bootId) { guard.Restore(cards, now); }
        return guard;
    }

    /// <summary>Keeps what is held now. What cannot be written is said by the store, and lost with the agent.</summary>
    public void Save(HeatGuard guard) => store.Write(new() { BootId = bootId, Cards = guard.Notes() });
}
