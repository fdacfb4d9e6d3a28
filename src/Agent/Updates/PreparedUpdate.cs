namespace BloxOs.Agent.Updates;

/// <summary>A new build that lies beside the running one, checked.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Program">The running program's file.</param>
/// <param name="Beside">The new one's.</param>
internal sealed record PreparedUpdate(string Version, string Program, string Beside);
