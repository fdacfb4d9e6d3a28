namespace BloxOs.Agent.Tools;

/// <summary>How a run of a tool ended.</summary>
internal enum ToolEnd
{
    /// <summary>It ended by itself.</summary>
    Exited,

    /// <summary>There is no such program, or it may not be run.</summary>
    Missing,

    /// <summary>It was killed after its time.</summary>
    TimedOut,

    /// <summary>It was killed because it printed too much.</summary>
    TooLong,

    /// <summary>The run before is not over (it may hang in the kernel, where it cannot be killed), so none was started.</summary>
    StillHanging,
}

/// <summary>What a tool answered.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ExitCode">Exit status; 128 + signal when killed by one; null unless <see cref="ToolEnd.Exited"/>.</param>
/// <param name="Output">Standard output, as far as it was read.</param>
/// <param name="Errors">Standard error, as far as it was read.</param>
internal sealed record ToolAnswer(ToolEnd End, int? ExitCode, string Output, string Errors)
{
    /// <summary>An answer without any text.</summary>
    public static ToolAnswer Nothing(ToolEnd end) => new(end, null, "", "");
}
