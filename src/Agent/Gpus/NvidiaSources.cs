namespace BloxOs.Agent.Gpus;

/// <summary>What <see cref="Nvidia"/> asks.</summary>
/// <param name="Library">libnvidia-ml, by name or path; null: only the tool is asked.</param>
/// <param name="Replacement">Whole command in place of <c>nvidia-smi -q -x</c>; null for the tool itself.</param>
/// <param name="Tool">Name of the program; another one in tests.</param>
internal sealed record NvidiaSources(string? Library = NvidiaSources.DefaultLibrary, IReadOnlyList<string>? Replacement = null, string Tool = "nvidia-smi")
{
    /// <summary>As the driver installs it.</summary>
    public const string DefaultLibrary = "libnvidia-ml.so.1";

    /// <summary>Of the settings: a replaced command is asked alone, unless a library is named as well.</summary>
    public static NvidiaSources Of(Configuration.AgentOptions options) =>
        new(options.NvmlLibrary ?? (options.NvidiaSmi is null ? DefaultLibrary : null), options.NvidiaSmi);
}
