using System.Globalization;
using System.Text;
using BloxOs.Data.Timeline;
using BloxOs.Web.Display;
using BloxOs.Web.Timeline;

namespace BloxOs.Web.History;

/// <summary>A rig's time axis: whether it was online, what its miner did, its hash, its trouble, and what was changed.</summary>
internal sealed class RigRibbon
{
    /// <summary>Width of the picture, in its own units: its range is as wide as the charts below, which know their pixels.</summary>
    public const int Width = 1_000;

    /// <summary>A state narrower than this is drawn together with its neighbours, or a year would have thousands.</summary>
    const double LeastWidth = 1.6;

    /// <summary>Marks closer than this are one.</summary>
    const double MarkWidth = 10;

    /// <summary>Share of the range of which nothing more has to be said.</summary>
    const double WellKnown = 0.95;

    /// <summary>Share of the range of which percents say too little.</summary>
    const double HardlyKnown = 0.01;

    /// <summary>As <see cref="HardlyKnown"/>, of a short range.</summary>
    static readonly TimeSpan s_hardlyKnown = TimeSpan.FromMinutes(10);

    /// <summary>Samples that stay away longer than this contradict a rig that is said to be there.</summary>
    static readonly TimeSpan s_leastHole = TimeSpan.FromMinutes(3);

    readonly IReadOnlyList<RibbonSegment> _all;

    RigRibbon(HistoryRange range, IReadOnlyList<RibbonSegment> all, HistoryEvents marked, Chart? hash)
    {
        var events = marked.All;
        Marked = marked;
        Range = range;
        _all = all;
        var least = range.Length * (LeastWidth / Width);
        States = Joined(all, least);
        Reached = Joined(Lane(all, ReachOf), least);
        Miner = Joined(Lane(all, MinerOf), least);
        Trouble = Marks(events.Where(static one => one.Event.Severity > TimelineSeverity.Info));
        Changes = Marks(events.Where(static one => one.Event.Severity == TimelineSeverity.Info));
        Hash = hash is not null && hash.Id.StartsWith("hash-", StringComparison.Ordinal) ? hash : null;
    }

    /// <summary>What it shows.</summary>
    public HistoryRange Range { get; }

    /// <summary>What its marks are made of.</summary>
    public HistoryEvents Marked { get; }

    /// <summary>States, oldest first, without gaps.</summary>
    public IReadOnlyList<RibbonSegment> States { get; }

    /// <summary>Whether it was there, oldest first: "online", or what kept it from being that.</summary>
    public IReadOnlyList<RibbonSegment> Reached { get; }

    /// <summary>What its miner did, oldest first; nothing where the rig was away or recovering. In maintenance nobody watches it: that stands there, too.</summary>
    public IReadOnlyList<RibbonSegment> Miner { get; }

    /// <summary>What went wrong, oldest first.</summary>
    public IReadOnlyList<RibbonMark> Trouble { get; }

    /// <summary>What was changed, oldest first.</summary>
    public IReadOnlyList<RibbonMark> Changes { get; }

    /// <summary>Hashrate of the first algorithm; null without any.</summary>
    public Chart? Hash { get; }

    /// <summary>How much of the range anything is known of, 0 to 1.</summary>
    public double KnownShare => _all.Where(static one => one.State is not null).Sum(static one => one.Length.TotalSeconds) / Range.Length.TotalSeconds;

    /// <summary>Of the time of which anything is known it was online so much, percent; null when nothing is known.</summary>
    public double? OnlinePercent => Percent(static state => state is not "offline", static _ => true);

    /// <summary>Of the time of which that is known it hashed so much, percent; null when it is not known of any, as in maintenance.</summary>
    public double? HashingPercent => Percent(static state => state is "mining", static state => state is not "maintenance");

    /// <summary>How much of what is known it was online and hashed, in words; of a state that is hardly known only for how long it is, as percents of it would contradict what is drawn below. Empty when nothing is known.</summary>
    public string Said
    {
        get
        {
            if (OnlinePercent is not { } online) { return ""; }
            var known = Range.Length * KnownShare;
            string shares = $"online {NumberText.Percent(online)} %, {(HashingPercent is { } hashing ? $"hashing {NumberText.Percent(hashing)} %" : "in maintenance")}";
            if (KnownShare >= WellKnown) { return shares; }
            return known < s_hardlyKnown || KnownShare < HardlyKnown ? $"state known for {TimeText.Span(known)} only" : $"{shares}, of the {TimeText.Span(known)} that are known";
        }
    }

    /// <summary>The ribbon of a range.</summary>
    /// <param name="range">What it shows.</param>
    /// <param name="states">Changes of state in it, newest first.</param>
    /// <param name="before">The last one before it; null when that is not known.</param>
    /// <param name="events">The other events.</param>
    /// <param name="times">When there were samples, Unix milliseconds.</param>
    /// <param name="hash">The chart of its hashrate.</param>
    public static RigRibbon Of(HistoryRange range, IReadOnlyList<TimelineEntry> states, TimelineEntry? before, HistoryEvents events, long[] times, Chart? hash)
    {
        var segments = new List<RibbonSegment>();
        var (from, state) = (range.From, before?.Event.Value);
        foreach (var change in states.Reverse())
        {
            Add(segments, new(from, change.Event.At, state));
            (from, state) = (change.Event.At, change.Event.Value);
        }
        Add(segments, new(from, range.To, state));
        return new(range, Cut(segments, Holes(times, range)), events, hash);
    }

    /// <summary>Where a time lies in the picture.</summary>
    public double X(DateTimeOffset at) => Math.Round(Width * Math.Clamp((at - Range.From) / Range.Length, 0, 1), 2);

    /// <summary>The hashrate as paths of the picture, one per stretch without a gap.</summary>
    /// <param name="top">Highest point.</param>
    /// <param name="bottom">Where 0 is.</param>
    public IEnumerable<string> HashPaths(double top, double bottom)
    {
        if (Hash is not { } chart || chart.Series[0].Figures is not { Most: > 0 } figures) { yield break; }
        var (path, gaps) = (new StringBuilder(), chart.Gaps().ToHashSet());
        double[] values = chart.Series[0].Values;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                double x = X(DateTimeOffset.FromUnixTimeMilliseconds(chart.Times[i])), y = bottom - ((bottom - top) * values[i] / figures.Most);
                path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{x:0.##} {y:0.#}");
            }
            if (path.Length == 0 || (!double.IsNaN(values[i]) && !gaps.Contains(i) && i < values.Length - 1)) { continue; }
            yield return path.ToString();
            path.Clear();
        }
    }

    /// <summary>Times for the axis, of a length that people use.</summary>
    public IEnumerable<DateTimeOffset> Ticks()
    {
        const int Most = 9;
        int[] minutes = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 4_320, 7_200, 10_080, 20_160, 43_200, 86_400, 129_600];
        var step = TimeSpan.FromMinutes(Array.Find(minutes, one => Range.Length.TotalMinutes / one <= Most) is > 0 and var found ? found : minutes[^1]);
        if (Range.Length < TimeSpan.FromMinutes(10)) { step = TimeSpan.FromMinutes(1); }
        long first = (Range.From.Ticks + step.Ticks - 1) / step.Ticks * step.Ticks;
        for (long at = first; at < Range.To.Ticks; at += step.Ticks) { yield return new(at, TimeSpan.Zero); }
    }

    double? Percent(Func<string, bool> counts, Func<string, bool> among)
    {
        double known = 0, counted = 0;
        foreach (var one in _all)
        {
            if (one.State is null || !among(one.State)) { continue; }
            known += one.Length.TotalSeconds;
            if (counts(one.State)) { counted += one.Length.TotalSeconds; }
        }
        return known > 0 ? 100 * (counted / known) : null;   // all of it is 100, exactly
    }

    List<RibbonMark> Marks(IEnumerable<TimelineEntry> events)
    {
        var marks = new List<RibbonMark>();
        var room = Range.Length * (MarkWidth / Width);
        foreach (var what in events.Reverse().Select(static one => one.Event))
        {
            string css = what.Severity switch { TimelineSeverity.Error => "bad", TimelineSeverity.Warning => "warn", _ => what.Actor is null ? "" : "mine" };
            if (marks.Count > 0 && what.At - marks[^1].At < room)
            {
                var last = marks[^1];
                marks[^1] = last with { Until = what.At, Css = Worse(last.Css, css), Lines = [.. last.Lines, TimelineWords.Line(what)] };
            }
            else { marks.Add(new(what.At, what.At, css, [TimelineWords.Line(what)])); }
        }
        return marks;
    }

    static string? ReachOf(string? state) => state is null or "offline" or "stale" or "maintenance" or "recovering" ? state : "online";

    static string? MinerOf(string? state) => state is "mining" or "starting" or "inactive" or "idle" or "maintenance" ? state : null;

    static List<RibbonSegment> Lane(IReadOnlyList<RibbonSegment> all, Func<string?, string?> of)
    {
        var lane = new List<RibbonSegment>();
        foreach (var one in all) { Add(lane, one with { State = of(one.State) }); }
        return lane;
    }

    static string Worse(string one, string other) => Array.Find(["bad", "warn", "mine"], css => css == one || css == other) ?? "";

    /// <summary>Where samples stayed away. Nothing is said when there are none at all: maybe none are kept.</summary>
    static List<RibbonSegment> Holes(long[] times, HistoryRange range)
    {
        var holes = new List<RibbonSegment>();
        if (times.Length < 3) { return holes; }
        var usual = Chart.GapOf(times);
        long longest = (long)(usual > s_leastHole ? usual : s_leastHole).TotalMilliseconds;
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] - times[i - 1] > longest) { holes.Add(new(At(times[i - 1]), At(times[i]), null)); }
        }
        if (times[0] - range.From.ToUnixTimeMilliseconds() > longest) { holes.Insert(0, new(range.From, At(times[0]), null)); }
        return holes;

        static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    /// <summary>A server that was down told no state: where no sample came, a rig that is said to be there is not known to be.</summary>
    static List<RibbonSegment> Cut(List<RibbonSegment> segments, List<RibbonSegment> holes)
    {
        if (holes.Count == 0) { return segments; }
        var cut = new List<RibbonSegment>();
        int next = 0;
        foreach (var segment in segments)
        {
            var from = segment.From;
            if (segment.State is not (null or "offline" or "stale"))
            {
                while (next < holes.Count && holes[next].To <= from) { next++; }
                for (int i = next; i < holes.Count && holes[i].From < segment.To; i++)
                {
                    var (start, end) = (Later(holes[i].From, from), Earlier(holes[i].To, segment.To));
                    Add(cut, segment with { From = from, To = start });
                    Add(cut, new(start, end, null));
                    from = end;
                }
            }
            Add(cut, segment with { From = from });
        }
        return cut;
    }

    /// <summary>Puts what is too short to be seen together: what lasts longest in a bit of the ribbon is its colour. One short state between long ones stays.</summary>
    static List<RibbonSegment> Joined(IReadOnlyList<RibbonSegment> all, TimeSpan least)
    {
        var joined = new List<RibbonSegment>();
        var bit = new List<RibbonSegment>();
        foreach (var segment in all)
        {
            if (segment.Length >= least)
            {
                Flush();
                Add(joined, segment);
                continue;
            }
            bit.Add(segment);
            if (segment.To - bit[0].From >= least) { Flush(); }
        }
        Flush();
        return joined;

        void Flush()
        {
            if (bit.Count == 0) { return; }
            Add(joined, Longest(bit));
            bit.Clear();
        }
    }

    static RibbonSegment Longest(List<RibbonSegment> bit)
    {
        string? state = bit.GroupBy(static one => one.State).MaxBy(static group => group.Sum(static one => one.Length.Ticks))!.Key;
        return new(bit[0].From, bit[^1].To, state);
    }

    static void Add(List<RibbonSegment> segments, RibbonSegment segment)
    {
        if (segment.Length <= TimeSpan.Zero) { return; }
        if (segments.Count > 0 && segments[^1].State == segment.State) { segments[^1] = segments[^1] with { To = segment.To }; }
        else { segments.Add(segment); }
    }

    static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
