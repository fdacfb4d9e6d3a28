namespace BloxOs.Agent.Doctor;

/// <summary>One line of the doctor.</summary>
/// <param name="State">How it is.</param>
/// <param name="Check">What was looked at.</param>
/// <param name="Text">What was found; never a secret.</param>
/// <param name="Fix">What a person can do; null when there is nothing to do.</param>
internal sealed record Finding(CheckState State, string Check, string Text, string? Fix = null)
{
    /// <summary>As it should be.</summary>
    public static Finding Ok(string check, string text) => new(CheckState.Ok, check, text);

    /// <summary>Works, with less than it could.</summary>
    public static Finding Warning(string check, string text, string fix) => new(CheckState.Warning, check, text, fix);

    /// <summary>Needed, and not there.</summary>
    public static Finding Missing(string check, string text, string fix) => new(CheckState.Missing, check, text, fix);
}
