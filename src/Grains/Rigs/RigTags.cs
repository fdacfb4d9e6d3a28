using System.Collections.Immutable;

namespace BloxOs.Grains.Rigs;

/// <summary>Words that people put on a rig or farm to find it by.</summary>
public static class RigTags
{
    /// <summary>Most tags on one thing.</summary>
    public const int MaxCount = 20;

    /// <summary>Longest tag, UTF-16 characters.</summary>
    public const int MaxLength = 32;

    /// <summary>The tags without outer white space, each once, in their order.</summary>
    /// <exception cref="ArgumentException">Too many, too long, or with a comma, control or direction characters; the message says which.</exception>
    public static ImmutableArray<string> Check(ImmutableArray<string> tags)
    {
        if (tags.IsDefaultOrEmpty) { return []; }
        if (tags.Length > MaxCount * 4) { throw TooMany(tags.Length); }
        var kept = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string tag in tags)
        {
            if (string.IsNullOrWhiteSpace(tag)) { continue; }
            string name = CheckOne(tag.Trim());
            if (seen.Add(name)) { kept.Add(name); }
        }
        return kept.Count <= MaxCount ? kept.ToImmutable() : throw TooMany(kept.Count);
    }

    static string CheckOne(string tag)
    {
        if (tag.Length > MaxLength) { throw new ArgumentException($"A tag has {tag.Length} characters, at most {MaxLength} are allowed."); }
        if (tag.Contains(',', StringComparison.Ordinal)) { throw new ArgumentException("A tag has no comma."); }
        return RigName.Check(tag);
    }

    static ArgumentException TooMany(int count) => new($"There are {count} tags, at most {MaxCount} are allowed.");
}
