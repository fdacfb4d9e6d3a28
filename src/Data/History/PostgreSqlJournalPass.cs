using System.Runtime.CompilerServices;
using BloxOs.Data.Telemetry;
using Npgsql;

namespace BloxOs.Data.History;

/// <summary>Walks over the samples that wait in PostgreSQL, in the order of their key: by rig. Each leaves the table in the transaction that has its chunk.</summary>
internal sealed class PostgreSqlJournalPass(NpgsqlDataSource database) : IJournalPass
{
    /// <summary>Samples that are read at once.</summary>
    const int Page = 2_000;

    const string Next = "SELECT rig, sequence, at, payload, checksum FROM telemetry WHERE (rig, sequence) > ($1, $2) ORDER BY rig, sequence LIMIT $3";

    public bool ReachedEnd { get; private set; }

    public long Damaged { get; private set; }

    readonly List<SequenceRun> _damaged = [];

    public async IAsyncEnumerable<RigBacklog> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (rig, sequence) = ("", 0L);
        while (!ReachedEnd)
        {
            var (page, rows, last) = await ReadAsync(rig, sequence, cancellation);
            ReachedEnd = rows < Page;
            foreach (var ofRig in page.GroupBy(sample => sample.RigId)) { yield return new(ofRig.Key, [.. ofRig]); }
            (rig, sequence) = last;
        }
    }

    /// <summary>What is packed went with its chunks; what is damaged goes here.</summary>
    public void End(HistoryChanges changes) => changes.Packed.AddRange(_damaged);

    async Task<(List<TelemetrySample> Samples, int Rows, (string Rig, long Sequence) Last)> ReadAsync(string rig, long sequence, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Next);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = rig });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Page });
        var samples = new List<TelemetrySample>();
        int count = 0;
        var last = (rig, sequence);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        for (; await rows.ReadAsync(cancellation); count++)
        {
            last = (rows.GetString(0), rows.GetInt64(1));
            if (TelemetryRow.Read(rows) is { } sample)
            {
                samples.Add(sample);
                continue;
            }
            Damaged++;
            SequenceRun.Add(_damaged, last.rig, [last.sequence]);
        }
        return (samples, count, last);
    }
}
