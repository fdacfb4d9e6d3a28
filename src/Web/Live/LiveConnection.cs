using System.Collections.Immutable;
using System.Security.Claims;

namespace BloxOs.Web.Live;

/// <summary>One open browser tab and what it watches.</summary>
internal sealed class LiveConnection(string id, ClaimsPrincipal user, DateTimeOffset openedAt, Action abort)
{
    /// <summary>Groups that one tab may watch.</summary>
    public const int MostWatches = 8;

    /// <summary>Calls that one tab may make per minute; a page that is scrolled makes about one a second.</summary>
    public const int MostCallsPerMinute = 120;

    readonly Lock gate = new();
    ImmutableArray<LiveWatch> watches = [];
    DateTimeOffset minuteFrom;
    int calls;
    RigWindow window = RigWindow.Everything;
    bool closed;

    /// <summary>SignalR's id.</summary>
    public string Id => id;

    /// <summary>Who looks.</summary>
    public ClaimsPrincipal User => user;

    /// <summary>What is watched now.</summary>
    public ImmutableArray<LiveWatch> Watches { get { lock (gate) { return watches; } } }

    /// <summary>Counts a call; false when there were too many within a minute.</summary>
    public bool MayCall(DateTimeOffset now)
    {
        lock (gate)
        {
            if (now - minuteFrom >= TimeSpan.FromMinutes(1)) { (minuteFrom, calls) = (now, 0); }
            return ++calls <= MostCallsPerMinute;
        }
    }

    /// <summary>Adds a watch. False when the tab watches too much already, or is gone.</summary>
    public LiveWatchAnswer Add(LiveWatch watch)
    {
        lock (gate)
        {
            if (closed) { return LiveWatchAnswer.Closed; }
            if (watches.Any(w => w.Group == watch.Group)) { return LiveWatchAnswer.AlreadyWatched; }
            if (watches.Length >= MostWatches) { return LiveWatchAnswer.TooMany; }
            watches = watches.Add(watch);
            return LiveWatchAnswer.Added;
        }
    }

    /// <summary>Ends everything; what was watched comes back once.</summary>
    public ImmutableArray<LiveWatch> Close()
    {
        lock (gate)
        {
            var ended = watches;
            (watches, closed) = ([], true);
            return ended;
        }
    }

    /// <summary>What it shows of a farm's rigs.</summary>
    public RigWindow Window { get { lock (gate) { return window; } } }

    /// <summary>It shows other rigs now; what it showed before comes back.</summary>
    public RigWindow Show(RigWindow other)
    {
        lock (gate)
        {
            var before = window;
            window = other;
            return before;
        }
    }

    /// <summary>When its access was last found good; set by the sweep alone.</summary>
    public DateTimeOffset CheckedAt { get; set; } = openedAt;

    /// <summary>It has once taken long to read: from then on its messages are its own, so that it is known who is late. Set by the loop of a farm.</summary>
    public bool IsSlow { get; set; }

    /// <summary>What it wished for last, on its way. Set by the loop of a farm.</summary>
    public Task Sending { get; set; } = Task.CompletedTask;

    /// <summary>Throws the tab out.</summary>
    public void Abort() => abort();
}
