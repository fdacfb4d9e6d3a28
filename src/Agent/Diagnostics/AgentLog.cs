using System.Text;

namespace BloxOs.Agent.Diagnostics;

/// <summary>Short lines with a level; control characters are taken out, known secrets are covered.</summary>
/// <param name="writer">Standard error, in the real agent.</param>
/// <param name="time">Clock of the limit on repeated lines.</param>
internal sealed class AgentLog(TextWriter writer, TimeProvider time)
{
    const int MaximumLength = 500;
    const int NewestLines = 100;

    /// <summary>Topics that are remembered; of more within a minute the rest is left out.</summary>
    internal const int MaximumTopics = 256;

    static readonly TimeSpan RepeatAfter = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    readonly Dictionary<string, long> _written = [];
    readonly Queue<string> _newest = [];
    string[] _secrets = [];   // replaced, never changed: lines are covered while a token comes in

    /// <summary>Covers this text in every later line.</summary>
    public void Hide(string secret)
    {
        lock (_lock) { if (!_secrets.Contains(secret)) { Volatile.Write(ref _secrets, [.. _secrets, secret]); } }
    }

    /// <summary>The normal course.</summary>
    public void Info(string message) => Write("info", message);

    /// <summary>Something a person may want to change.</summary>
    public void Warn(string message) => Write("warn", message);

    /// <summary>Something that keeps the agent from working.</summary>
    public void Error(string message) => Write("error", message);

    /// <summary>Warns at most once a minute per <paramref name="topic"/>.</summary>
    public void WarnSeldom(string topic, string message)
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            if (_written.TryGetValue(topic, out long before) && time.GetElapsedTime(before, now) < RepeatAfter) { return; }
            if (_written.Count >= MaximumTopics) { Forget(now); }
            if (_written.Count >= MaximumTopics) { return; }
            _written[topic] = now;
        }
        Warn(message);
    }

    /// <summary>Topics that may be warned of again.</summary>
    void Forget(long now)
    {
        var old = new List<string>();
        foreach (var (topic, at) in _written)
        {
            if (time.GetElapsedTime(at, now) >= RepeatAfter) { old.Add(topic); }
        }
        foreach (string topic in old) { _written.Remove(topic); }
    }

    /// <summary>Topics that are remembered now.</summary>
    internal int Topics { get { lock (_lock) { return _written.Count; } } }

    /// <summary>The newest lines, oldest first.</summary>
    public IReadOnlyList<string> Newest()
    {
        lock (_lock) { return [.. _newest]; }
    }

    /// <summary>A text without the known secrets.</summary>
    public string Cover(string text)
    {
        foreach (string secret in Volatile.Read(ref _secrets)) { text = text.Replace(secret, "***", StringComparison.Ordinal); }
        return text;
    }

    void Write(string level, string message)
    {
        string line = $"{level}: {Printable(Cover(message))}";
        lock (_lock)
        {
            writer.WriteLine(line);
            _newest.Enqueue($"{time.GetUtcNow():yyyy-MM-dd HH:mm:ss} {line}");
            if (_newest.Count > NewestLines) { _newest.Dequeue(); }
        }
    }

    static string Printable(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaximumLength));
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaximumLength)))
        {
            line.Append(char.IsControl(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format ? ' ' : c);
        }
        return line.ToString();
    }
}
