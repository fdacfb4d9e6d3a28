namespace BloxOs.Web.Display;

/// <summary>One field of a form, drawn by <c>_Field</c> with its error beside it.</summary>
/// <param name="Name">As the form sends it.</param>
/// <param name="Label">Above it.</param>
/// <param name="Value">As typed; never a password.</param>
/// <param name="Error">What is wrong; null when nothing is.</param>
/// <param name="Type">Of the input.</param>
/// <param name="AutoComplete">What a password keeper may fill in.</param>
/// <param name="Help">Below it.</param>
/// <param name="Focus">The first field to type into; one that is wrong is too.</param>
/// <param name="Optional">It may stay empty.</param>
/// <param name="Placeholder">An example.</param>
/// <param name="InputMode">Which keys a phone shows.</param>
/// <param name="MaxLength">Most characters; null for no limit in the browser.</param>
internal sealed record FormField(
    string Name, string Label, string? Value, string? Error, string Type = "text", string? AutoComplete = null, string? Help = null, bool Focus = false,
    bool Optional = false, string? Placeholder = null, string? InputMode = null, int? MaxLength = null)
{
    /// <summary>It is sent as it stands.</summary>
    public bool ReadOnly { get; init; }
}
