using System.Globalization;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>Accepted shares in percent and how bad that is.</summary>
/// <param name="Text">Without the sign.</param>
/// <param name="Css">"", "warn" or "down".</param>
internal readonly record struct AcceptedShare(string Text, string Css)
{
    /// <summary>Before the number, so that colour is never alone: "!" critical, "▾" watch, else nothing.</summary>
    public string Mark => Css switch { "down" => "!", "warn" => "▾", _ => "" };

    /// <summary>The rule in words; null when all is well.</summary>
    public string? Title => Css switch { "down" => s_critical, "warn" => s_watch, _ => null };

    static readonly string s_critical = string.Create(CultureInfo.InvariantCulture, $"Critical: fewer than {RigFacts.PercentCritical} % of the shares are accepted");
    static readonly string s_watch = string.Create(CultureInfo.InvariantCulture, $"Watch: fewer than {RigFacts.PercentToWatch} % of the shares are accepted");

    /// <summary>Of these shares; null without any. Coloured only when enough were judged for a percentage to mean something.</summary>
    public static AcceptedShare? Of(RigWork work) => Of(work.Shares, work.JudgedPercent);

    /// <summary>Of the shares of many rigs.</summary>
    public static AcceptedShare? Of(in ShareCounts shares) => Of(shares, RigWork.JudgedShare(shares));

    static AcceptedShare? Of(in ShareCounts shares, double? judged) => shares.AcceptedPercent is { } percent
        ? new(NumberText.Percent(percent), judged < RigFacts.PercentCritical ? "down" : judged < RigFacts.PercentToWatch ? "warn" : "")
        : null;
}
