namespace BloxOs.Web.History;

/// <summary>History of a rig as a page shows it.</summary>
/// <param name="Bar">Range and view.</param>
/// <param name="Ribbon">Its time axis.</param>
/// <param name="Charts">For the figures: few points, but no less and no more than there was.</param>
internal sealed record RigHistory(HistoryBar Bar, RigRibbon Ribbon, IReadOnlyList<Chart> Charts);

/// <summary>History of a farm as a page shows it.</summary>
/// <param name="Bar">Range.</param>
/// <param name="Charts">For the figures.</param>
internal sealed record FarmHistory(HistoryBar Bar, IReadOnlyList<Chart> Charts);
