using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Agent.Recovery.Steps;

namespace BloxOs.Agent.Recovery.State;

/// <summary>Between what lies on the disk and what works; only sound notes come here.</summary>
internal static class NoteMapping
{
    /// <summary>From the disk; a fault that was acted on before has to be seen again.</summary>
    public static Episode ToEpisode(EpisodeNote note)
    {
        var key = new FaultKey(Enum.Parse<Cause>(note.Cause!), note.Instance, note.BusId);
        return new(key)
        {
            Fault = new(key.Cause, key.Instance, key.BusId, note.Evidence ?? ""),
            LastSeen = TimeSpan.FromSeconds(note.LastSeen),
            Confirmed = true,
            Rung = note.Rung,
            Steps = note.Steps,
            NextAt = TimeSpan.FromSeconds(note.NextAt),
            Asked = note.Asked,
            Done = note.Done,
        };
    }

    /// <summary>To the disk.</summary>
    public static EpisodeNote ToNote(Episode episode) => new()
    {
        Cause = episode.Key.Cause.ToString(),
        Instance = episode.Key.Instance,
        BusId = episode.Key.BusId,
        Evidence = episode.Fault.Evidence,
        LastSeen = episode.LastSeen.TotalSeconds,
        Rung = episode.Rung,
        Steps = episode.Steps,
        NextAt = episode.NextAt.TotalSeconds,
        Asked = episode.Asked,
        Done = episode.Done,
    };

    /// <summary>From the disk.</summary>
    public static QuarantinedCard ToCard(QuarantineNote note) =>
        new(note.BusId!, note.Reason ?? "", TimeSpan.FromSeconds(note.Since), note.BootId, note.Times, note.IsOut);

    /// <summary>To the disk.</summary>
    public static QuarantineNote ToNote(QuarantinedCard card) => new()
    {
        BusId = card.BusId,
        Reason = card.Reason,
        Since = card.Since.TotalSeconds,
        BootId = card.BootId,
        Times = card.Times,
        IsOut = card.IsOut,
    };

    /// <summary>From the disk.</summary>
    public static LearnedWork ToWork(WorkNote note)
    {
        var work = new LearnedWork(note.Work!) { UsedAt = note.UsedAt };
        foreach (var (key, blocks) in note.Blocks ?? new Dictionary<string, IReadOnlyList<double>>()) { work.Series[key] = new() { Blocks = [.. blocks] }; }
        return work;
    }

    /// <summary>To the disk.</summary>
    public static WorkNote ToNote(LearnedWork work) => new()
    {
        Work = work.Work,
        UsedAt = work.UsedAt,
        Blocks = work.Series.Where(s => s.Value.Blocks.Count > 0).ToDictionary(s => s.Key, s => (IReadOnlyList<double>)s.Value.Blocks),
    };
}
