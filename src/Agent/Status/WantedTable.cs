using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BloxOs.Agent.Control;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Native;
using BloxOs.Protocol;

namespace BloxOs.Agent.Status;

/// <summary>What <c>status</c> prints of the miners that the server wants, and why one does not run: from the files of the agent that runs beside it, in which it changes nothing.</summary>
internal static class WantedTable
{
    /// <summary>UTF-8 text; what nobody wants anything of says nothing.</summary>
    /// <param name="places">Where the agent's files are.</param>
    /// <param name="table">What runs.</param>
    public static byte[] Write(MinerPlaces places, ProcessTable table)
    {
        var text = new StringBuilder();
        if (Directory.Exists(places.StateDirectory) && !Libc.IsReadable(places.StateDirectory))
        {
            text.Append($"\nWhat is wanted of this rig stands in {places.StateDirectory}, which this user may not read: sudo bloxos-agent status\n");
        }
        else if (Read(places.DesiredFile, ControlJson.Default.DesiredFile) is { Version: DesiredFile.CurrentVersion, Desired: { } desired })
        {
            var known = Read(places.ControlFile, ControlJson.Default.ControlFile);
            Append(text, desired, known is not null && ControlFile.IsWhole(known) ? known : new(), table);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    static void Append(StringBuilder text, Desired desired, ControlFile known, ProcessTable table)
    {
        text.Append($"\nWanted: revision {desired.Revision}{(desired.Maintenance == true ? ", maintenance" : "")}\n");
        if (desired.Miners is not { Count: > 0 } miners) { return; }
        var rows = new TextTable("INSTANCE", "MINER", "STATE", "WITHOUT CARDS", "WHY") { Widest = ProtocolLimits.TextLength };
        foreach (var wanted in miners.OfType<DesiredMiner>())   // a file that was changed may hold none in between
        {
            var record = known.Miners.FirstOrDefault(m => m.Name == wanted.Name) ?? new() { Name = wanted.Name ?? "" };
            var (state, why) = StateOf(wanted, record, [.. known.Holds, .. record.Holds], table);
            rows.Add(wanted.Name, wanted.Miner, state, string.Join(' ', record.Quarantined), why);
        }
        rows.Write(text);
    }

    /// <summary>A hold of another boot counts no more.</summary>
    static (string State, string? Why) StateOf(DesiredMiner wanted, MinerRecord record, IReadOnlyList<MinerHold> holds, ProcessTable table)
    {
        if (record.Process is { } process && process.Runs(table)) { return ("running", null); }
        if (wanted.Enabled == false) { return ("off", null); }
        if (record.StoppedByHand) { return ("stopped by hand", null); }
        foreach (var hold in holds)
        {
            if (hold.BootId == table.BootId) { return ("held back", hold.Reason); }
        }
        return record.Failed is { } failure ? ("failed", failure) : ("does not run", record.ExitCode is { } code ? $"it ended with status {code}" : null);
    }

    static T? Read<T>(string path, JsonTypeInfo<T> type) where T : class
    {
        try { return DurableFile.Read(path, StateStore<T>.MaximumBytes) is { Length: > 0 } bytes ? JsonSerializer.Deserialize(bytes, type) : null; }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException) { return null; }
    }
}
