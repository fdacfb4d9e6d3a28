using BloxOs.Agent.Control;
using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>Which commands were begun, and what became of them: the newest, on disk before anything is done. Safe for several threads.</summary>
/// <param name="store">Its file.</param>
/// <param name="journal">The bare ids, for when the file is lost.</param>
internal sealed class CommandLedger(StateStore<CommandFile> store, CommandJournal journal)
{
    /// <summary>Commands that are remembered.</summary>
    public const int Capacity = 512;

    /// <summary>Characters of output that are kept over all commands, six bytes each at the most: the file stays below what is read again.</summary>
    const int MostOutput = 512 * 1024;

    readonly Lock _lock = new();
    readonly List<CommandRecord> _commands = [];

    /// <summary>Reads what earlier agents left and brings what they began to an end.</summary>
    /// <param name="settle">What became of one that was begun.</param>
    public void Load(Func<CommandRecord, CommandRecord> settle)
    {
        lock (_lock)
        {
            _commands.AddRange(store.Read()?.Commands ?? []);
            var lost = journal.Load(Capacity).Where(id => !_commands.Exists(c => c.Id == id)).Distinct(StringComparer.Ordinal).ToList();
            _commands.InsertRange(0, lost.Select(id => new CommandRecord { Id = id, Arguments = CommandRecord.Lost, State = CommandStates.Started }));
            bool changed = lost.Count > 0;
            for (int i = 0; i < _commands.Count; i++)
            {
                if (!IsOpen(_commands[i])) { continue; }
                _commands[i] = settle(_commands[i]);
                changed = true;
            }
            if (changed) { Write(); }
        }
    }

    /// <summary>The command with this id; null for one that was never begun, or long ago.</summary>
    public CommandRecord? Find(string id)
    {
        lock (_lock) { return _commands.Find(c => c.Id == id); }
    }

    /// <summary>Those whose last state the server has not confirmed.</summary>
    public IReadOnlyList<CommandRecord> Unconfirmed()
    {
        lock (_lock) { return [.. _commands.Where(c => !c.Noted)]; }
    }

    /// <summary>Keeps that a command begins; false when it could not be written: then it must not begin.</summary>
    public bool Begin(CommandRecord record)
    {
        // Several lanes begin commands, and the journal is one file.
        lock (_lock) { return journal.Add(record.Id) && Keep(record); }
    }

    /// <summary>Keeps a state; false when it could not be written: it is then kept in memory only.</summary>
    public bool Keep(CommandRecord record)
    {
        lock (_lock)
        {
            int at = _commands.FindIndex(c => c.Id == record.Id);
            if (at >= 0) { _commands[at] = record; }
            else { _commands.Add(record); }
            if (_commands.Count > Capacity) { _commands.RemoveAt(Math.Max(0, _commands.FindIndex(c => c.Noted))); }
            return Write();
        }
    }

    /// <summary>The server has the final state and what was printed. Written with the next change: at worst the state is sent once more.</summary>
    public void Confirm(string id)
    {
        lock (_lock)
        {
            int at = _commands.FindIndex(c => c.Id == id);
            if (at >= 0 && _commands[at].State != CommandStates.Started) { _commands[at] = _commands[at] with { Noted = true, Output = null }; }
        }
    }

    /// <summary>
    /// Begun and not ended. An update that an agent called good, but could not tell the server, too: that agent may have been on trial and gone again.
    /// </summary>
    static bool IsOpen(CommandRecord command) =>
        command.State == CommandStates.Started || command is { Kind: CommandKinds.UpdateAgent, State: CommandStates.Ok, Noted: false };

    bool Write()
    {
        int left = MostOutput;
        for (int i = _commands.Count - 1; i >= 0; i--)
        {
            left -= _commands[i].Output?.Length ?? 0;
            if (left < 0 && _commands[i].Output is not null) { _commands[i] = _commands[i] with { Output = null, Cut = true }; }
        }
        return store.Write(new() { Commands = [.. _commands] });
    }
}
