namespace BloxOs.Web.Display;

/// <summary>Names this build: what a browser keeps of another one is thrown away.</summary>
internal static class BuildId
{
    /// <summary>Another for each build.</summary>
    public static string Value { get; } = typeof(BuildId).Module.ModuleVersionId.ToString("n")[..12];
}
