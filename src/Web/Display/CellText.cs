namespace BloxOs.Web.Display;

/// <summary>One reading inside a cell: text, and whether it decides the colour.</summary>
internal readonly record struct CellText(string Text, bool Strong);
