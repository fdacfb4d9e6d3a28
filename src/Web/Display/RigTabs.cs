namespace BloxOs.Web.Display;

/// <summary>The tabs above a rig's pages.</summary>
/// <param name="RigId">The rig.</param>
/// <param name="Tab">The one that is open; empty for the first.</param>
/// <param name="MayChange">This person may change the rig.</param>
internal sealed record RigTabs(string RigId, string Tab, bool MayChange);
