using BloxOs.Web.Display;

namespace BloxOs.Web.Timeline;

/// <summary>What happened to a rig lately, for its page.</summary>
/// <param name="RigId">The rig.</param>
/// <param name="Lines">Newest first.</param>
/// <param name="Kernel">What its kernel complained of, newest first.</param>
internal sealed record RigActivity(string RigId, IReadOnlyList<ActivityLine> Lines, IReadOnlyList<KernelTrouble> Kernel)
{
    /// <summary>It has reported at least once.</summary>
    public required bool IsHeard { get; init; }
}
