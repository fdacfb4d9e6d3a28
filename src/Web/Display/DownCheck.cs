namespace BloxOs.Web.Display;

/// <summary>One piece of evidence about a silent rig.</summary>
/// <param name="Mark">"✓" speaks against a cause, "×" for one, "?" is not known.</param>
/// <param name="Title">What was looked at.</param>
/// <param name="Text">What was seen.</param>
/// <param name="At">When, where that matters.</param>
internal sealed record DownCheck(string Mark, string Title, string Text, DateTimeOffset? At = null)
{
    /// <summary>Speaks against a cause.</summary>
    public static DownCheck Well(string title, string text) => new("✓", title, text);

    /// <summary>Speaks for a cause.</summary>
    public static DownCheck Bad(string title, string text, DateTimeOffset? at = null) => new("×", title, text, at);

    /// <summary>Not known.</summary>
    public static DownCheck Open(string title, string text) => new("?", title, text);

    /// <summary>Class of the mark.</summary>
    public string Css => Mark switch { "✓" => "up", "×" => "down", _ => "faint" };
}
