namespace BloxOs.Agent.Telemetry.Storage;

/// <summary>Samples for which there is no disk: the newest of them, as many as fit.</summary>
internal sealed class MemorySamples
{
    /// <summary>Most bytes, with what a sample takes beside its own.</summary>
    public const int MaximumBytes = 1_500_000;

    const int OverheadBytes = 64;

    readonly Queue<KeptSample> _samples = [];
    int _bytes;

    /// <summary>Samples in it.</summary>
    public int Count => _samples.Count;

    /// <summary>Number of the oldest; only when there is one.</summary>
    public long First => _samples.Peek().Number;

    /// <summary>The oldest; only when there is one.</summary>
    public byte[] Oldest => _samples.Peek().Packed;

    /// <summary>Adds one; older ones fall out where there is no room.</summary>
    public void Add(KeptSample sample)
    {
        _samples.Enqueue(sample);
        _bytes += Size(sample);
        while (_bytes > MaximumBytes) { RemoveOldest(); }
    }

    /// <summary>Takes the oldest out.</summary>
    public void RemoveOldest() => _bytes -= Size(_samples.Dequeue());

    /// <summary>Takes out every sample with a number below this.</summary>
    public void DropBelow(long number)
    {
        while (Count > 0 && First < number) { RemoveOldest(); }
    }

    /// <summary>Samples with numbers from <paramref name="number"/> on, in order.</summary>
    public void Read(long number, int maximum, List<KeptSample> into) => into.AddRange(_samples.Where(s => s.Number >= number).Take(maximum));

    static int Size(KeptSample sample) => sample.Packed.Length + OverheadBytes;
}
