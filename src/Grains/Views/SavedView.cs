namespace BloxOs.Grains.Views;

/// <summary>A filter, search, order and kind of view of a farm's rigs under a name of its own.</summary>
/// <param name="ViewId">Opaque id.</param>
/// <param name="FarmId">The farm.</param>
/// <param name="Name">As its owner calls it.</param>
/// <param name="Query">The query string of the list, "?f=hot&amp;q=tag%3Agarage"; "" for all rigs.</param>
[GenerateSerializer, Immutable, Alias("bloxos.saved-view")]
public sealed record SavedView([property: Id(0)] string ViewId, [property: Id(1)] string FarmId, [property: Id(2)] string Name, [property: Id(3)] string Query);
