namespace BloxOs.Agent.Machine;

/// <summary>Where the kernel and the distribution keep their files; other folders in tests.</summary>
/// <param name="Proc">Usually <c>/proc</c>.</param>
/// <param name="Sys">Usually <c>/sys</c>.</param>
/// <param name="Etc">Usually <c>/etc</c>.</param>
/// <param name="Share">Usually <c>/usr/share</c>.</param>
/// <param name="Dev">Usually <c>/dev</c>.</param>
/// <param name="Run">Usually <c>/run</c>.</param>
internal sealed record SystemRoots(
    string Proc = "/proc", string Sys = "/sys", string Etc = "/etc", string Share = "/usr/share", string Dev = "/dev", string Run = "/run");
