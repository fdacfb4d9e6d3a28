using System.Globalization;

namespace BloxOs.Web.Display;

/// <summary>A problem of a rig beside its name: a glyph, and what it stands for.</summary>
/// <param name="Glyph">One or two characters; never colour alone.</param>
/// <param name="Css">"down" or "warn".</param>
/// <param name="Title">In words.</param>
/// <param name="IsOfRig">No colour band tells of it.</param>
internal readonly record struct RigBadge(string Glyph, string Css, string Title, bool IsOfRig = false)
{
    /// <summary>All of a rig, the worst first.</summary>
    public static IReadOnlyList<RigBadge> Of(RigFacts rig)
    {
        if (rig.Need == RigNeed.None && rig.View.Description.Rival is null) { return []; }
        var found = new List<RigBadge>();
        if (rig.HasDeadGpu) { found.Add(new(Counted("×", rig.Stats.Gpus.Count(static g => g.Fault is not null)), "down", XidText.Explain("Dead GPU: " + DeadWords(rig)))); }
        if (rig.Warmest == HeatBand.Critical) { found.Add(new("!", "down", "Critical: a reading does harm now")); }
        else if (rig.IsHot) { found.Add(new("▲", "warn", "Hot: a reading is too warm to stay so")); }
        if (rig.View.Description.Rival is not null) { found.Add(new("2×", "down", "Two machines use this rig's token", true)); }
        if (rig.HasRejects) { found.Add(new("%", rig.HasCriticalRejects ? "down" : "warn", string.Create(CultureInfo.InvariantCulture, $"Rejects: fewer than {(rig.HasCriticalRejects ? rig.Bands.Accepted.Critical : rig.Bands.Accepted.Attention):0.#} % of the shares are accepted"), true)); }
        if (rig.HasLowHash) { found.Add(new("↓", "warn", string.Create(CultureInfo.InvariantCulture, $"Low hashrate: {SlowCard.Names(rig.SlowCards)} below {UsualSpeeds.LowShare * 100} % of what the model usually does in this farm"), true)); }
        return found;
    }

    /// <summary>With its Xid, when the driver told one: a person wants to know which.</summary>
    static string DeadWords(RigFacts rig)
    {
        const string Words = "a card does not answer";
        string? fault = rig.Stats.Gpus.Select(static gpu => gpu.Fault).FirstOrDefault(static fault => XidText.In(fault).Any());
        return fault is null ? Words : $"{Words}, {fault}";
    }

    static string Counted(string glyph, int count) => count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{count}{glyph}") : glyph;
}
