namespace BloxOs.Grains.Commands;

/// <summary>The newest lines of one miner's log.</summary>
internal sealed class WatchedLog
{
    /// <summary>Lines that are kept.</summary>
    public const int MostLines = 300;

    readonly Queue<string> _lines = new();
    long _first = 1;

    /// <summary>When somebody looked last.</summary>
    public DateTimeOffset LookedAt { get; set; }

    /// <summary>When the agent was asked last; null when its connection has not been.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    /// <summary>Characters of all lines.</summary>
    public int Characters { get; private set; }

    /// <summary>Number of the last line; 0 before the first.</summary>
    public long Last => _first + _lines.Count - 1;

    /// <summary>What comes after that line.</summary>
    public MinerLogLines After(long after)
    {
        int skip = (int)Math.Clamp(after > Last ? 0 : after - _first + 1, 0, _lines.Count);   // a number from before the agent was made anew says nothing
        return new(_first + skip, [.. _lines.Skip(skip)]);
    }

    /// <summary>Takes in lines that came; what does not fit into so many characters goes, the oldest first.</summary>
    public void Take(MinerLogLines lines, int mostCharacters)
    {
        if (lines.First > Last + 1 || lines.Last < _first || (lines.First == 1 && _lines.Count > 0 && lines.Last < Last))
        {
            _lines.Clear();   // a gap, or the agent counts anew
            (_first, Characters) = (lines.First, 0);
        }
        foreach (string line in lines.Lines.Skip((int)Math.Clamp(Last - lines.First + 1, 0, lines.Lines.Length)))
        {
            _lines.Enqueue(line);
            Characters += line.Length;
        }
        while (_lines.Count > MostLines || Characters > mostCharacters)
        {
            Characters -= _lines.Dequeue().Length;
            _first++;
        }
    }
}
