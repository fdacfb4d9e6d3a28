namespace BloxOs.Web.Api;

/// <summary>How much one call may bring and take.</summary>
internal static class ApiLimits
{
    /// <summary>Longest body.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    /// <summary>Entries of a page when nothing is asked for.</summary>
    public const int DefaultPage = 50;

    /// <summary>Most entries of a page.</summary>
    public const int MaxPage = 200;

    /// <summary>Longest search text, characters.</summary>
    public const int MaxSearch = 200;
}
