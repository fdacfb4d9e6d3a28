namespace BloxOs.TestServers;

/// <summary>
/// Seconds as pages show them: the server writes them (Display/TimeText.cs) and the browser lets them tick (wwwroot/js/ages.js). Tests put the same values through both, so that neither can
/// change alone.
/// </summary>
public static class AgeTable
{
    /// <summary>Seconds, as an age and as a duration.</summary>
    public static IReadOnlyList<(int Seconds, string Age, string Span)> Rows { get; } =
    [
        (-3, "0\u00a0s", "0\u00a0s"),
        (0, "0\u00a0s", "0\u00a0s"),
        (59, "59\u00a0s", "59\u00a0s"),
        (60, "60\u00a0s", "60\u00a0s"),
        (119, "119\u00a0s", "119\u00a0s"),
        (120, "2m ago", "2m 00s"),
        (785, "13m ago", "13m 05s"),
        (3_599, "59m ago", "59m 59s"),
        (3_600, "1h ago", "1h 00m"),
        (3_720, "1h ago", "1h 02m"),
        (86_399, "23h ago", "23h 59m"),
        (86_400, "24h ago", "1d 00:00"),
        (172_799, "47h ago", "1d 23:59"),
        (172_800, "2d ago", "2d 00:00"),
        (353_580, "4d ago", "4d 02:13"),
        (34_560_059, "400d ago", "400d 00:00"),
    ];
}
