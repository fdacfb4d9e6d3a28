namespace BloxOs.Data.History;

/// <summary>Remembers which card has which index in a rig, so that a series stays with its card when others come and go.</summary>
public interface IHistoryCards
{
    /// <summary>Notes the layout from now on; writes nothing when it is the last one.</summary>
    /// <param name="rigId">The rig.</param>
    /// <param name="busIds">Bus ids by index; null where there is none.</param>
    Task PutAsync(string rigId, IReadOnlyList<string?> busIds);
}
