using BloxOs.Grains.Farms;

namespace BloxOs.Web.Pages;

/// <summary>Words for the end of a change.</summary>
internal static class ChangeText
{
    /// <summary>For the audit log: why nothing was done; null when it was.</summary>
    public static string? Refusal(ChangeResult result) => result.Outcome switch
    {
        ChangeOutcome.Done => null,
        ChangeOutcome.Changed => "someone else saved first",
        ChangeOutcome.NotFound => "not there any more",
        _ => result.Reason ?? "refused",
    };
}
