namespace BloxOs.Catalog.Miners.Flags;

/// <summary>A flag that a person may add to a miner's command line.</summary>
/// <param name="Name">With its dashes, as the miner spells it.</param>
/// <param name="Value">What follows it.</param>
public sealed record ExtraFlag(string Name, FlagValue Value)
{
    /// <summary>A miner's list: <c>--flag</c> or <c>--flag:kind</c>, separated by blanks; a kind is switch, number, numbers, word or onoff.</summary>
    internal static IReadOnlyList<ExtraFlag> List(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(':', 2)).Select(p => new ExtraFlag(p[0], p.Length == 1 ? FlagValue.None : p[1] switch
        {
            "number" => FlagValue.Number,
            "numbers" => FlagValue.Numbers,
            "word" => FlagValue.Word,
            "onoff" => FlagValue.OnOff,
            _ => throw new ArgumentException($"no such kind: {p[1]}"),
        })),
    ];
}
