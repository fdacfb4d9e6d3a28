using BloxOs.Data.Audit;
using BloxOs.Data.Directory;

namespace BloxOs.Data.Timeline;

/// <summary>Limits of what an event holds.</summary>
internal static class TimelineInput
{
    public const int MaxKindLength = 40;
    public const int MaxSubjectLength = 80;
    public const int MaxValueLength = 40;
    public const int MaxTextLength = 300;
    public const int MaxActorLength = 100;

    /// <summary>Most events that one trim deletes.</summary>
    public const int MaxTrim = 100_000;

    /// <summary>The event with text that fits.</summary>
    public static TimelineEvent Fit(TimelineEvent what)
    {
        DirectoryInput.CheckId(what.RigId, nameof(what));
        DirectoryInput.CheckId(what.FarmId, nameof(what));
        if (what.Kind.Length is 0 or > MaxKindLength || what.Kind.AsSpan().ContainsAnyExcept(KindLetters))
            throw new ArgumentException($"Kind: 1 to {MaxKindLength} of a-z and hyphen.", nameof(what));
        return what with
        {
            Subject = Fit(what.Subject, MaxSubjectLength),
            Value = Fit(what.Value, MaxValueLength),
            Text = Fit(what.Text, MaxTextLength),
            Actor = Fit(what.Actor, MaxActorLength),
        };
    }

    public static void Check(TimelineQuery query)
    {
        DirectoryInput.CheckId(query.RigId, nameof(query));
        DirectoryInput.CheckId(query.FarmId, nameof(query));
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, TimelineQuery.MaxLimit);
    }

    public static void CheckTrim(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxTrim);
    }

    private static System.Buffers.SearchValues<char> KindLetters { get; } = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz-");

    private static string? Fit(string? text, int longest) => string.IsNullOrEmpty(text) ? null : AuditText.Of(text, longest);
}
