using BloxOs.Catalog.Algorithms;

namespace BloxOs.Web.Display;

/// <summary>All rigs of a farm on one algorithm.</summary>
internal sealed record AlgorithmFigure(string Title, int Rigs, HashrateText Speed);
