namespace BloxOs.Silo.Hosting;

/// <summary>Says what the start is doing when it takes longer than 2 s; a quick start says nothing.</summary>
public sealed class StartupProgress : IDisposable
{
    static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Next = TimeSpan.FromSeconds(3);

    readonly TextWriter _console;
    readonly TimeProvider _time;
    readonly ITimer _timer;
    readonly long _since;
    string _step = "starting";
    volatile bool _done;

    /// <summary>Begins to watch.</summary>
    public StartupProgress(TextWriter console, TimeProvider time)
    {
        (_console, _time, _since) = (console, time, time.GetTimestamp());
        _timer = time.CreateTimer(_ => Tell(), null, First, Next);
    }

    /// <summary>What is being done now, as in "migrating the database".</summary>
    public void Step(string what) => Volatile.Write(ref _step, what);

    /// <summary>The start is over: nothing is said any more.</summary>
    public void Done() => _done = true;

    public void Dispose()
    {
        _done = true;
        _timer.Dispose();
    }

    void Tell()
    {
        if (!_done) { _console.WriteLine($"  … {Volatile.Read(ref _step)} ({_time.GetElapsedTime(_since).TotalSeconds:0} s)"); }
    }
}
