using System.Globalization;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>Accepted shares in percent and how bad that is.</summary>
/// <param name="Text">Without the sign.</param>
/// <param name="Css">"", "warn" or "down".</param>
/// <param name="Limit">The step that it lies below, in percent; 0 when all is well.</param>
internal readonly record struct AcceptedShare(string Text, string Css, decimal Limit = 0)
{
    /// <summary>Before the number, so that colour is never alone: "!" critical, "▾" watch, each with its gap; else nothing.</summary>
    public string Mark => Css switch { "down" => "!" + NumberText.Firm, "warn" => "▾" + NumberText.Firm, _ => "" };

    /// <summary>The rule in words; null when all is well.</summary>
    public string? Title => Css.Length == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{(Css == "down" ? "Critical" : "Watch")}: fewer than {Limit:0.#} % of the shares are accepted");

    /// <summary>Of these shares, by these steps; null without any. Coloured only when enough were judged for a percentage to mean something.</summary>
    public static AcceptedShare? Of(in ShareCounts shares, AcceptedSteps steps)
    {
        if (shares.AcceptedPercent is not { } percent) { return null; }
        string text = NumberText.Percent(percent);
        return RigWork.JudgedShare(shares) switch
        {
            { } judged when judged < (double)steps.Critical => new(text, "down", steps.Critical),
            { } judged when judged < (double)steps.Good => new(text, "warn", steps.Good),
            _ => new(text, ""),
        };
    }
}
