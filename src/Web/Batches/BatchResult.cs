namespace BloxOs.Web.Batches;

/// <summary>What became of one rig of many.</summary>
/// <param name="RigId">The rig.</param>
/// <param name="Name">Its name before.</param>
/// <param name="Done">What was done, "now rig-04"; null when nothing was.</param>
/// <param name="Why">Why nothing was done.</param>
internal sealed record BatchResult(string RigId, string Name, string? Done, string? Why)
{
    /// <summary>What was done where nothing had to be.</summary>
    public const string Unchanged = "as it was";
}
