namespace BloxOs.Agent.Control;

/// <summary>The newest lines of a miner, numbered from 1. Bounded in lines and characters. Safe for several threads.</summary>
internal sealed class LogRing
{
    /// <summary>Most lines.</summary>
    public const int Lines = 1_000;

    /// <summary>Most characters of all lines together.</summary>
    public const int Characters = 128 * 1024;

    readonly Lock _lock = new();
    readonly Queue<string> _lines = [];
    long _last;
    int _characters;

    /// <summary>Raised after lines were added.</summary>
    public event Action? Added;

    /// <summary>Number of the newest line, 0 for none yet.</summary>
    public long Last { get { lock (_lock) { return _last; } } }

    /// <summary>Adds lines.</summary>
    public void Add(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) { return; }
        lock (_lock)
        {
            foreach (string line in lines)
            {
                _lines.Enqueue(line);
                _last++;
                _characters += line.Length;
                while (_lines.Count > Lines || _characters > Characters) { _characters -= _lines.Dequeue().Length; }
            }
        }
        Added?.Invoke();
    }

    /// <summary>Lines behind a number that are still there, oldest first, and the number of the first of them.</summary>
    public (long First, IReadOnlyList<string> Lines) After(long number, int maximum)
    {
        lock (_lock)
        {
            long oldest = _last - _lines.Count + 1;
            long first = number > _last ? oldest : Math.Max(number + 1, oldest);
            return (first, [.. _lines.Skip((int)(first - oldest)).Take(maximum)]);
        }
    }

    /// <summary>The newest lines, oldest of them first.</summary>
    public IReadOnlyList<string> Newest(int count)
    {
        lock (_lock) { return [.. _lines.TakeLast(count)]; }
    }
}
