using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>Accepted shares in percent and how bad that is.</summary>
/// <param name="Text">Without the sign.</param>
/// <param name="Css">"", "warn" or "down".</param>
internal readonly record struct AcceptedShare(string Text, string Css)
{
    /// <summary>Of these shares; null without any. Coloured only when enough were judged for a percentage to mean something.</summary>
    public static AcceptedShare? Of(RigWork work) => Of(work.Shares, work.JudgedPercent);

    /// <summary>Of the shares of many rigs.</summary>
    public static AcceptedShare? Of(in ShareCounts shares) => Of(shares, RigWork.JudgedShare(shares));

    static AcceptedShare? Of(in ShareCounts shares, double? judged) => shares.AcceptedPercent is { } percent
        ? new(NumberText.Percent(percent), judged < RigFacts.PercentCritical ? "down" : judged < RigFacts.PercentToWatch ? "warn" : "")
        : null;
}
