using System.Globalization;
using System.Text.Json.Nodes;

namespace BloxOs.Bench.Gateway;

/// <summary>What a trace of Chromium says of a page's main thread: its tasks, and what each kind of work took of them. All times in ms of the clock, which under throttling are those of the slow processor.</summary>
internal sealed class MainThread
{
    /// <summary>What is traced.</summary>
    internal const string Categories = "devtools.timeline,disabled-by-default-devtools.timeline,blink.user_timing,__metadata";

    const string Task = "RunTask";
    readonly List<(double At, double Took, string Name)> events;
    readonly List<(double At, double Took)> tasks;
    readonly double[] marks;

    MainThread(List<(double At, double Took, string Name)> events, double[] marks)
    {
        this.events = events;
        this.marks = marks;
        tasks = [];
        foreach (var (at, took, name) in events)
        {
            if (name == Task && (tasks.Count == 0 || at >= tasks[^1].At + tasks[^1].Took)) { tasks.Add((at, took)); }   // not those within another
        }
    }

    /// <summary>All that it did.</summary>
    public double All => tasks.Sum(static t => t.Took);

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
        var events = mine.Where(static e => e["ph"]?.GetValue<string>() == "X").Select(static e => (Milliseconds(e, "ts"), Milliseconds(e, "dur"), Name(e))).OrderBy(static e => e.Item1).ThenByDescending(static e => e.Item2).ToList();
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
            int last = tasks.FindIndex(first, t => t.At < until && events.Exists(e => e.Name == "Commit" && e.At >= t.At && e.At < t.At + t.Took && e.At > marks[i]));
            if (last >= 0) { ticks.Add(In(tasks[first].At, tasks[last].At + tasks[last].Took)); }
        }
        return ticks;
    }

    /// <summary>The names that took most, each without what lies within it.</summary>
    public IEnumerable<(string Name, double Took)> Most() => Alone(double.MinValue, double.MaxValue).GroupBy(static e => e.Name).Select(static g => (g.Key, g.Sum(static e => e.Took))).OrderByDescending(static e => e.Item2);

    /// <summary>Tasks of 50 ms and more: when, since the first task, how long, and what took most of it.</summary>
    public IEnumerable<string> LongTasks()
    {
        double start = tasks.Count > 0 ? tasks[0].At : 0;
        foreach (var (at, took) in tasks.Where(static t => t.Took >= 50))
        {
            var most = Alone(at, at + took).GroupBy(static e => e.Name).Select(static g => (Name: g.Key, Took: g.Sum(static e => e.Took))).OrderByDescending(static e => e.Took).Take(4);
            yield return string.Create(CultureInfo.InvariantCulture, $"{took:0} ms at {at - start:0} ({string.Join(", ", most.Select(static m => string.Create(CultureInfo.InvariantCulture, $"{m.Name} {m.Took:0}")))})");
        }
        if (marks.Length > 0) { yield return string.Create(CultureInfo.InvariantCulture, $"batches at {string.Join(", ", marks.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m - start:0}")))}"); }
    }

    Work In(double from, double to)
    {
        var work = new Work();
        foreach (var (name, took) in Alone(from, to))
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
    List<(string Name, double Took)> Alone(double from, double to)
    {
        var alone = new List<(string Name, double Took)>();
        var open = new Stack<(int Index, double End)>();
        foreach (var (at, took, name) in events)
        {
            while (open.TryPeek(out var top) && top.End <= at) { open.Pop(); }
            if ((open.Count == 0 && name != Task) || at < from || at + took > to) { continue; }
            if (open.TryPeek(out var outer)) { alone[outer.Index] = alone[outer.Index] with { Took = alone[outer.Index].Took - took }; }
            open.Push((alone.Count, at + took));
            alone.Add((name, took));
        }
        return alone;
    }

    /// <summary>Work by kind, in ms.</summary>
    internal readonly record struct Work(double Script, double Style, double Layout, double Paint, double Rest)
    {
        /// <summary>All of it.</summary>
        public double Total => Script + Style + Layout + Paint + Rest;
    }
}
