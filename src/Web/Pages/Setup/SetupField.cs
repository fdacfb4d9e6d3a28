namespace BloxOs.Web.Pages.Setup;

/// <summary>One field of the set-up form.</summary>
internal sealed record SetupField(
    string Name, string Label, string Value, string? Error, string Type = "text", string? AutoComplete = null, string? Help = null);
