namespace BloxOs.Data.History;

/// <summary>The names of cards and pieces of work in one chunk: <see cref="SeriesId"/> has their positions.</summary>
internal sealed class ChunkLabels
{
    /// <summary>Most of each: positions are bytes, 0 is no work, 255 the whole rig.</summary>
    public const int Most = 254;

    const byte Version = 1;

    readonly List<string> _cards = [];
    readonly List<WorkLabel> _works = [];
    readonly Dictionary<string, byte> _cardPositions = new(StringComparer.Ordinal);
    readonly Dictionary<WorkLabel, byte> _workPositions = [];

    /// <summary>Position of a card, added when it is new; null when there is no room.</summary>
    public byte? Card(string name)
    {
        if (_cardPositions.TryGetValue(name, out byte known)) { return known; }
        if (_cards.Count == Most) { return null; }
        byte position = (byte)_cards.Count;
        _cards.Add(name);
        _cardPositions.Add(name, position);
        return position;
    }

    /// <summary>Position of a piece of work, from 1, added when it is new. Without room it goes under what has less detail; null when that does not help.</summary>
    public byte? Work(WorkLabel work)
    {
        if (_workPositions.TryGetValue(work, out byte known)) { return known; }
        // The last quarter of the room is for names without details: a pool that changes with every sample must not push everything out.
        bool detailed = work.Pool is not null || work.Version is not null || work.Coin is not null;
        if (_works.Count >= (detailed ? Most * 3 / 4 : Most)) { return detailed ? Work(work with { Pool = null, Version = null, Coin = null }) : null; }
        _works.Add(work);
        byte position = (byte)_works.Count;
        _workPositions.Add(work, position);
        return position;
    }

    /// <summary>The label of a series.</summary>
    /// <exception cref="InvalidDataException">A position that names nothing.</exception>
    public SeriesLabel Of(HistoryMetric metric, SeriesId id)
    {
        if (id.Work > _works.Count || (id.Gpu != SeriesId.WholeRig && id.Gpu >= _cards.Count)) { throw new InvalidDataException("A series without a label."); }
        string? gpu = id.Gpu == SeriesId.WholeRig ? null : _cards[id.Gpu];
        var work = id.Work == 0 ? null : _works[id.Work - 1];
        return new(metric, gpu, work?.Miner, work?.Instance ?? 0, work?.Algorithm);
    }

    public byte[] ToBytes()
    {
        var writer = new LabelWriter();
        writer.Number(Version);
        writer.Number(_cards.Count);
        foreach (string card in _cards) { writer.Text(card); }
        writer.Number(_works.Count);
        foreach (var work in _works)
        {
            writer.Number(work.Instance);
            writer.Text(work.Miner);
            writer.Text(work.Version);
            writer.Text(work.Algorithm);
            writer.Text(work.Coin);
            writer.Text(work.Pool);
        }
        return writer.ToArray();
    }

    /// <summary>Reads the labels at the start of a payload; the rest is the numbers.</summary>
    /// <exception cref="InvalidDataException">Not what <see cref="ToBytes"/> made.</exception>
    public static ChunkLabels Read(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> numbers)
    {
        var reader = new LabelReader(payload);
        if (reader.Number() != Version) { throw new InvalidDataException("A chunk of an unknown version."); }
        var labels = new ChunkLabels();
        for (int cards = reader.Count(Most); cards > 0; cards--)
        {
            string name = reader.Text() ?? throw new InvalidDataException("A card without a name.");
            labels._cards.Add(name);
            labels._cardPositions.TryAdd(name, (byte)(labels._cards.Count - 1));
        }
        for (int works = reader.Count(Most); works > 0; works--)
        {
            long instance = reader.Number();
            var work = new WorkLabel((int)Math.Clamp(instance, int.MinValue, int.MaxValue), reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Text());
            labels._works.Add(work);
            labels._workPositions.TryAdd(work, (byte)labels._works.Count);
        }
        numbers = reader.Rest;
        return labels;
    }
}
