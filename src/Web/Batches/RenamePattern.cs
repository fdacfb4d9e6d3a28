using System.Globalization;
using System.Text.RegularExpressions;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Batches;

/// <summary>A pattern that gives many rigs their names: <c>rig-{n:00}</c> counts, <c>{name}</c> and <c>{host}</c> stand for what each is called now.</summary>
internal sealed partial class RenamePattern
{
    /// <summary>Longest pattern, characters.</summary>
    public const int MaxLength = 100;

    /// <summary>Highest number to begin with.</summary>
    public const int MaxFirst = 1_000_000;

    const int MaxDigits = 9;

    readonly string _text;
    readonly int _first;

    RenamePattern(string text, int first) => (_text, _first) = (text, first);

    /// <summary>Reads a pattern for this many rigs.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="first">The first number.</param>
    /// <param name="rigs">Rigs to be named.</param>
    /// <param name="why">What is wrong, for people; null when nothing is.</param>
    public static RenamePattern? Read(string? text, int first, int rigs, out string? why)
    {
        string pattern = text?.Trim() ?? "";
        why = pattern.Length == 0 ? "A pattern is needed, such as rig-{n:00}."
            : pattern.Length > MaxLength ? $"The pattern has {pattern.Length} characters, at most {MaxLength} are allowed."
            : first is < 0 or > MaxFirst ? $"The first number is 0 to {MaxFirst}."
            : Place().Replace(pattern, "").AsSpan().IndexOfAny('{', '}') >= 0 ? "In braces stands n, n:00 with as many zeros as digits, name or host."
            : rigs > 1 && !Place().IsMatch(pattern) ? "Every rig would get the same name: put {n} where it counts."
            : null;
        return why is null ? new(pattern, first) : null;
    }

    /// <summary>The name of the rig at this place.</summary>
    /// <exception cref="ArgumentException">It is not a name; the message says why.</exception>
    public string NameOf(RigDescription rig, int at) => RigName.Check(Place().Replace(_text, match => match.Groups[1].Value switch
    {
        "name" => rig.Name,
        "host" => rig.Inventory.HostName ?? "",
        _ => (_first + at).ToString(new string('0', Math.Clamp(match.Groups[2].Length, 1, MaxDigits)), CultureInfo.InvariantCulture),
    }));

    [GeneratedRegex(@"\{(n|name|host)(?:(?<=\{n):(0{1,9}))?\}")]
    private static partial Regex Place();
}
