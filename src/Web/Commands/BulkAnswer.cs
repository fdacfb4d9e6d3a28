using BloxOs.Grains.Commands;

namespace BloxOs.Web.Commands;

/// <summary>What became of one command to many rigs.</summary>
/// <param name="Results">One for each rig, in the order in which they were named; empty when nothing was ordered at all.</param>
/// <param name="Complaint">Why nothing was ordered, for people; null when it was.</param>
internal sealed record BulkAnswer(IReadOnlyList<BulkResult> Results, string? Complaint = null)
{
    /// <summary>Nothing was ordered because these are not in this farm.</summary>
    public IReadOnlyCollection<string> Gone { get; init; } = [];

    /// <summary>Nothing was ordered because some rigs are not in this farm.</summary>
    public bool Missing => Gone.Count > 0;

    /// <summary>Rigs that have the command.</summary>
    public int Given => Results.Count(static r => r.Answer.Command is not null);
}

/// <summary>What became of it at one rig.</summary>
/// <param name="RigId">The rig.</param>
/// <param name="Name">Its name.</param>
/// <param name="Answer">The command, or why this rig has none.</param>
internal sealed record BulkResult(string RigId, string Name, CommandAnswer Answer);
