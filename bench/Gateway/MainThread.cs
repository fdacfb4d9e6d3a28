using System.Globalization;
using System.Text.Json.Nodes;

namespace BloxOs.Bench.Gateway;

/// <summary>
/// What a trace of Chromium says of a page's main thread: its tasks, and what each kind of work took of them. In ms, twice: of the thread's own processor time, in which the slowness of a throttled
/// processor is contained (it is spun away on that very thread: <see cref="SlowTick"/> shows it), and of the clock, in which the waiting for a processor that others use is, too.
/// </summary>
internal sealed class MainThread
{
    /// <summary>What is traced.</summary>
    internal const string Categories = "devtools.timeline,disabled-by-default-devtools.timeline,blink.user_timing,__metadata";

    const string Task = "RunTask", Commit = "Commit";
    readonly List<Span> events;
    readonly List<Span> tasks;
    readonly double[] marks;

    MainThread(List<Span> events, double[] marks)
    {
        this.events = events;
        this.marks = marks;
        tasks = [];
        foreach (var one in events)
        {
            if (one.Name == Task && (tasks.Count == 0 || one.At >= tasks[^1].End)) { tasks.Add(one); }   // not those within another
        }
    }

    /// <summary>All that it did, in its processor time.</summary>
    public double All => tasks.Sum(static t => t.Worked);

    /// <summary>All that it did, by the clock.</summary>
    public double AllByClock => tasks.Sum(static t => t.Took);

    /// <summary>Its tasks that took longest, in processor time.</summary>
    public IEnumerable<double> LongestTasks => tasks.Select(static t => t.Worked).OrderDescending();

    /// <summary>Frames that it made.</summary>
    public int Frames => events.Count(static e => e.Name == Commit);

    /// <summary>Batches.</summary>
    public int Batches => marks.Length;

    /// <summary>Reads a trace: the busiest main thread of a renderer is the page's.</summary>
    public static MainThread Of(IReadOnlyList<JsonObject> trace, string mark)
    {
        static (int, int) Thread(JsonObject e) => (e["pid"]!.GetValue<int>(), e["tid"]!.GetValue<int>());
        static double Milliseconds(JsonObject e, string name) => (e[name]?.GetValue<double>() ?? 0) / 1000;
        static string Name(JsonObject e) => e["name"]?.GetValue<string>() ?? "";
        var renderers = trace.Where(static e => Name(e) == "thread_name" && e["args"]?["name"]?.GetValue<string>() == "CrRendererMain").Select(Thread).ToHashSet();
        var page = trace.Where(e => Name(e) == Task && renderers.Contains(Thread(e))).GroupBy(Thread).OrderByDescending(g => g.Sum(e => Milliseconds(e, "dur"))).First().Key;
        var mine = trace.Where(e => Thread(e) == page).ToList();
        var events = mine.Where(static e => e["ph"]?.GetValue<string>() == "X").Select(static e => new Span(Milliseconds(e, "ts"), Milliseconds(e, "dur"), Milliseconds(e, "tdur"), Name(e))).OrderBy(static e => e.At).ThenByDescending(static e => e.Took).ToList();
        return new(events, [.. mine.Where(e => Name(e) == mark).Select(static e => Milliseconds(e, "ts")).Order()]);
    }

    /// <summary>Of each batch: every task from the one that takes it up to the end of the first frame after it, whatever else these tasks do.</summary>
    public IReadOnlyList<Work> Ticks()
    {
        var ticks = new List<Work>();
        for (int i = 0; i < marks.Length; i++)
        {
            int first = tasks.FindLastIndex(t => t.At <= marks[i]);
            if (first < 0) { continue; }
            double until = i + 1 < marks.Length ? marks[i + 1] : double.MaxValue;
            int last = tasks.FindIndex(first, t => t.At < until && events.Exists(e => e.Name == Commit && e.At >= t.At && e.At < t.End && e.At > marks[i]));
            if (last >= 0) { ticks.Add(In(tasks[first].At, tasks[last].End) with { ByClock = tasks[first..(last + 1)].Sum(static t => t.Took) }); }
        }
        return ticks;
    }

    /// <summary>The names that took most, each without what lies within it.</summary>
    public IEnumerable<(string Name, double Worked)> Most() => Alone(double.MinValue, double.MaxValue).GroupBy(static e => e.Name).Select(static g => (g.Key, g.Sum(static e => e.Worked))).OrderByDescending(static e => e.Item2);

    /// <summary>Tasks of 50 ms of the clock and more: when, since the first task, how long, and what took most of it.</summary>
    public IEnumerable<string> LongTasks()
    {
        double start = tasks.Count > 0 ? tasks[0].At : 0;
        foreach (var task in tasks.Where(static t => t.Took >= 50))
        {
            var most = Alone(task.At, task.End).GroupBy(static e => e.Name).Select(static g => (Name: g.Key, Took: g.Sum(static e => e.Took))).OrderByDescending(static e => e.Took).Take(4);
            yield return string.Create(CultureInfo.InvariantCulture, $"{task.Took:0} ms at {task.At - start:0}, {task.Worked:0} of them at work ({string.Join(", ", most.Select(static m => string.Create(CultureInfo.InvariantCulture, $"{m.Name} {m.Took:0}")))})");
        }
        if (marks.Length > 0) { yield return string.Create(CultureInfo.InvariantCulture, $"batches at {string.Join(", ", marks.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m - start:0}")))}"); }
    }

    Work In(double from, double to)
    {
        var work = new Work();
        foreach (var (name, _, took) in Alone(from, to))
        {
            work = name switch
            {
                "FunctionCall" or "EvaluateScript" or "RunMicrotasks" or "TimerFire" or "EventDispatch" or "FireAnimationFrame" or "FireIdleCallback" or "ParseHTML" or "v8.callFunction" => work with { Script = work.Script + took },
                "UpdateLayoutTree" => work with { Style = work.Style + took },
                "Layout" => work with { Layout = work.Layout + took },
                "PrePaint" or "Paint" or "Layerize" or "Commit" or "UpdateLayer" or "UpdateLayerTree" => work with { Paint = work.Paint + took },
                _ => work with { Rest = work.Rest + took },
            };
        }
        return work;
    }

    /// <summary>Events of this time, each without what lies within it.</summary>
    List<(string Name, double Took, double Worked)> Alone(double from, double to)
    {
        var alone = new List<(string Name, double Took, double Worked)>();
        var open = new Stack<(int Index, double End)>();
        foreach (var one in events)
        {
            while (open.TryPeek(out var top) && top.End <= one.At) { open.Pop(); }
            if ((open.Count == 0 && one.Name != Task) || one.At < from || one.End > to) { continue; }
            if (open.TryPeek(out var outer)) { var around = alone[outer.Index]; alone[outer.Index] = (around.Name, around.Took - one.Took, around.Worked - one.Worked); }
            open.Push((alone.Count, one.End));
            alone.Add((one.Name, one.Took, one.Worked));
        }
        return alone;
    }

    /// <summary>Something that it did: from when, how long by the clock, and how much of that it had a processor.</summary>
    readonly record struct Span(double At, double Took, double Worked, string Name)
    {
        public double End => At + Took;
    }

    /// <summary>Work by kind, in ms of processor time, and the same altogether by the clock.</summary>
    internal readonly record struct Work(double Script, double Style, double Layout, double Paint, double Rest, double ByClock)
    {
        /// <summary>All of it, in processor time.</summary>
        public double Total => Script + Style + Layout + Paint + Rest;
    }
}
