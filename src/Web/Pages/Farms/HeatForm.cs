using System.Collections.Immutable;
using System.Globalization;
using BloxOs.Grains.Farms;

namespace BloxOs.Web.Pages.Farms;

/// <summary>The table of heat bands as typed: a column per field, a row per model; "" where the first row holds. A row without a model, other than the first, is none.</summary>
public sealed class HeatForm
{
    // Lists from the start: the framework fills what is there, and an empty array cannot be filled.
    /// <summary>Models; the first row is that of every card.</summary>
    public IReadOnlyList<string?> Model { get; set; } = new List<string?>();

    /// <summary>"60/70/80".</summary>
    public IReadOnlyList<string?> Core { get; set; } = new List<string?>();

    /// <summary>"80/90/100".</summary>
    public IReadOnlyList<string?> Hotspot { get; set; } = new List<string?>();

    /// <summary>"80/90/100".</summary>
    public IReadOnlyList<string?> Memory { get; set; } = new List<string?>();

    /// <summary>"60".</summary>
    public IReadOnlyList<string?> Fan { get; set; } = new List<string?>();

    /// <summary>"99/97/95"; "" where the first row holds.</summary>
    public IReadOnlyList<string?> Accepted { get; set; } = new List<string?>();

    /// <summary>The version that was read.</summary>
    public long Version { get; set; }

    /// <summary>A row that gives up what it has: of a model, to be as every card is; of every card, to be as usual. Null for none.</summary>
    public int? Clear { get; set; }

    /// <summary>A row says something of its own.</summary>
    public bool IsOwn(int row) => row == 0
        ? Model.Count > 0 && (At(Core, 0), At(Hotspot, 0), At(Memory, 0), At(Fan, 0), At(Accepted, 0)) != UsualRow
        : At(Model, row).Length > 0 && new[] { Core, Hotspot, Memory, Fan, Accepted }.Any(column => At(column, row).Length > 0);

    static (string, string, string, string, string) UsualRow { get; } = (Text(HeatRule.Default.Core), Text(HeatRule.Default.Hotspot), Text(HeatRule.Default.Memory), "60", Text(AcceptedSteps.Usual));

    /// <summary>The form of these settings, with an empty row at its end.</summary>
    public static HeatForm Of(FarmSettings settings)
    {
        var usual = HeatRule.Default with { Accepted = AcceptedSteps.Usual };
        var every = settings.Heat.FirstOrDefault(static rule => rule.Model.Length == 0) is { } own ? own with { Accepted = own.Accepted ?? AcceptedSteps.Usual } : usual;
        var rules = settings.Heat.Where(static rule => rule.Model.Length > 0).Prepend(every).ToList();
        return new()
        {
            Model = [.. rules.Select(static rule => rule.Model), ""],
            Core = [.. rules.Select(static rule => Text(rule.Core)), ""],
            Hotspot = [.. rules.Select(static rule => Text(rule.Hotspot)), ""],
            Memory = [.. rules.Select(static rule => Text(rule.Memory)), ""],
            Fan = [.. rules.Select(static rule => rule.StoppedFanCore?.ToString(CultureInfo.InvariantCulture) ?? ""), ""],
            Accepted = [.. rules.Select(static rule => rule.Accepted is { } steps ? Text(steps) : ""), ""],
            Version = settings.Version,
        };
    }

    /// <summary>The rules; null when something is wrong, which is then said of its row.</summary>
    public ImmutableArray<HeatRule>? Read(Dictionary<int, string> errors)
    {
        var rules = ImmutableArray.CreateBuilder<HeatRule>();
        for (int row = 0; row < Math.Min(Model.Count, HeatRule.MaxCount + 1); row++)
        {
            string model = Model[row]?.Trim() ?? "";
            if (row > 0 && model.Length == 0) { continue; }
            if (row == Clear)
            {
                rules.Add(new() { Model = model });
                continue;
            }
            if (IsWrong(Core, row, Steps) || IsWrong(Hotspot, row, Steps) || IsWrong(Memory, row, Steps))
            {
                errors[row] = $"Three rising whole numbers from {HeatSteps.Lowest} to {HeatSteps.Highest} each, such as 60/70/80.";
            }
            else if (IsWrong(Fan, row, Degrees)) { errors[row] = $"The stopped fan counts from a core temperature of {HeatSteps.Lowest} to {HeatSteps.Highest} °C."; }
            else if (IsWrong(Accepted, row, Percents))
            {
                errors[row] = $"Accepted shares: three falling percentages from {AcceptedSteps.Highest} to {AcceptedSteps.Lowest}, such as 99/97/95, with one digit behind a point at most.";
            }
            else
            {
                rules.Add(new()
                {
                    Model = model, Core = Steps(At(Core, row)), Hotspot = Steps(At(Hotspot, row)), Memory = Steps(At(Memory, row)), StoppedFanCore = Degrees(At(Fan, row)), Accepted = Percents(At(Accepted, row)),
                });
            }
        }
        return errors.Count == 0 ? rules.ToImmutable() : null;
    }

    /// <summary>A field as it was typed; "" where nothing was.</summary>
    public static string At(IReadOnlyList<string?> column, int row) => row < column.Count ? column[row]?.Trim() ?? "" : "";

    /// <summary>What holds where nothing is typed: of a model the first row, of that the usual.</summary>
    public static string Unset(IReadOnlyList<string?> column, int row, string usual) => row > 0 && At(column, 0) is { Length: > 0 } first ? first : usual;

    /// <summary>"60/70/80".</summary>
    public static string Text(HeatSteps steps) => string.Create(CultureInfo.InvariantCulture, $"{steps.Watch}/{steps.Hot}/{steps.Critical}");

    static string Text(HeatSteps? steps) => steps is { } set ? Text(set) : "";

    /// <summary>"99/97/95".</summary>
    public static string Text(AcceptedSteps steps) => string.Create(CultureInfo.InvariantCulture, $"{steps.Good:0.#}/{steps.Attention:0.#}/{steps.Critical:0.#}");

    /// <summary>Something is typed there that is none.</summary>
    static bool IsWrong<T>(IReadOnlyList<string?> column, int row, Func<string, T?> read) where T : struct => At(column, row) is { Length: > 0 } typed && read(typed) is null;

    static AcceptedSteps? Percents(string text)
    {
        string[] parts = text.Split('/', StringSplitOptions.TrimEntries);
        return parts.Length == 3 && Percent(parts[0]) is { } good && Percent(parts[1]) is { } attention && Percent(parts[2]) is { } critical && new AcceptedSteps(good, attention, critical) is var steps && steps.IsSound() ? steps : null;
    }

    static HeatSteps? Steps(string text)
    {
        string[] parts = text.Split('/', StringSplitOptions.TrimEntries);
        return parts.Length == 3 && Number(parts[0]) is { } watch && Number(parts[1]) is { } hot && Number(parts[2]) is { } critical && new HeatSteps(watch, hot, critical) is var steps && steps.IsSound() ? steps : null;
    }

    static int? Degrees(string text) => Number(text) is { } degrees and >= HeatSteps.Lowest and <= HeatSteps.Highest ? degrees : null;

    static decimal? Percent(string text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent) ? percent : null;

    static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
