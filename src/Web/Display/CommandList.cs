namespace BloxOs.Web.Display;

/// <summary>All commands of a rig, for the person who looks.</summary>
/// <param name="RigId">The rig.</param>
/// <param name="Commands">Newest first.</param>
/// <param name="MayOperate">He may take back what waits.</param>
/// <param name="Opened">The command whose whole output is in the list; null for none.</param>
/// <param name="IsMoving">Something is not over, so that the list is fetched again soon.</param>
internal sealed record CommandList(string RigId, IReadOnlyList<CommandRow> Commands, bool MayOperate, bool IsMoving, string? Opened = null);
