using System.Globalization;

namespace BloxOs.Data.Audit;

/// <summary>Walks the chain once, with the anchors beside it.</summary>
internal sealed class AuditVerifier(IAuditRows rows, byte[]? key)
{
    private const int Page = 2_000;

    private readonly List<string> findings = [];
    private readonly Dictionary<long, List<AuditAnchor>> anchors = [];
    private int goodAnchors;
    private long lines;
    private long last;
    private byte[] hash = AuditLine.Origin;

    public async Task<AuditVerdict> RunAsync(IReadOnlyList<AuditAnchor> kept, CancellationToken cancellation)
    {
        // Head and anchors first: what is written meanwhile only adds lines after them.
        var head = await rows.HeadRowAsync(cancellation);
        var stored = await rows.AnchorsAsync(cancellation);
        TakeAnchors(stored, kept);
        await WalkAsync(cancellation);
        await CheckEndAsync(head, cancellation);
        return new AuditVerdict(lines, goodAnchors, findings);
    }

    private void TakeAnchors(IReadOnlyList<AuditAnchor> stored, IReadOnlyList<AuditAnchor> kept)
    {
        foreach (var (anchor, where) in stored.Select(a => (a, "in the database")).Concat(kept.Select(a => (a, "in the file"))))
        {
            if (key is not null && !anchor.IsSignedWith(key))
                Find($"The anchor of line {Text(anchor.Sequence)} {where} is not signed with this key: it was forged, or the key file is another.");
            else if (anchors.TryGetValue(anchor.Sequence, out var others))
                others.Add(anchor);
            else
                anchors.Add(anchor.Sequence, [anchor]);
        }
        foreach (var anchor in kept.Where(k => !stored.Any(s => s.Sequence == k.Sequence && s.Hash.AsSpan().SequenceEqual(k.Hash))))
            Find($"The anchor of line {Text(anchor.Sequence)} of {Text(anchor.At)} is in the file but was taken out of the database.");
    }

    private async Task WalkAsync(CancellationToken cancellation)
    {
        IReadOnlyList<AuditLine> page;
        while ((page = await rows.LinesAsync(last, Page, cancellation)).Count > 0)
        {
            foreach (var line in page)
                Check(line);
        }
    }

    private void Check(AuditLine line)
    {
        lines++;
        if (line.Sequence == last + 2)
            Find($"Line {Text(last + 1)} is missing.");
        else if (line.Sequence != last + 1)
            Find($"Lines {Text(last + 1)} to {Text(line.Sequence - 1)} are missing.");
        else if (!line.HashAfter(hash).AsSpan().SequenceEqual(line.Hash))
            Find($"Line {Text(line.Sequence)} ({line.Action}) was changed, or is not where it was written.");
        if (anchors.Remove(line.Sequence, out var here))
        {
            goodAnchors += here.Count(a => a.Hash.AsSpan().SequenceEqual(line.Hash));
            if (here.FirstOrDefault(a => !a.Hash.AsSpan().SequenceEqual(line.Hash)) is { } other)
                Find($"Line {Text(line.Sequence)} is not the one that was signed at {Text(other.At)}: the chain up to it was made anew.");
        }
        (last, hash) = (line.Sequence, line.Hash);
    }

    private async Task CheckEndAsync(AuditHead? head, CancellationToken cancellation)
    {
        foreach (var (sequence, cut) in anchors.OrderBy(a => a.Key))
            Find($"Line {Text(sequence)} was signed at {Text(cut[0].At)} but is missing: the end of the log was cut off.");
        if (head is null)
            Find("The mark of the last line is missing.");
        else if (head.Sequence > last)
            Find($"The log ends with line {Text(last)} but had {Text(head.Sequence)}: the end was cut off.");
        else if (head.Sequence == last && !head.Hash.AsSpan().SequenceEqual(hash))
            Find($"The mark of the last line does not fit line {Text(last)}.");
        if (head is not null && await rows.HeadRowAsync(cancellation) is { } now && now.Sequence < last)
            Find($"Lines after {Text(now.Sequence)} were not written by BloxOs.");
    }

    private void Find(string what)
    {
        if (findings.Count < AuditVerdict.MaxFindings)
            findings.Add(what);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
