using System.Runtime.CompilerServices;
using BloxOs.Data.Telemetry;
using Npgsql;

namespace BloxOs.Data.History;

/// <summary>Walks over the samples that wait in PostgreSQL, in the order of their key: by rig. Each leaves the table in the transaction that has its chunk.</summary>
internal sealed class PostgreSqlJournalPass(NpgsqlDataSource database) : IJournalPass
{
    /// <summary>Samples that are read at once.</summary>
    const int Page = 2_000;

    const string Next = "SELECT rig, sequence, at, payload FROM telemetry WHERE (rig, sequence) > ($1, $2) ORDER BY rig, sequence LIMIT $3";

    public bool ReachedEnd { get; private set; }

    /// <summary>None: each sample is a row of its own, and the packer counts those that it can't read.</summary>
    public long Damaged => 0;

    public async IAsyncEnumerable<RigBacklog> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (rig, sequence) = ("", 0L);
        while (!ReachedEnd)
        {
            var page = await ReadAsync(rig, sequence, cancellation);
            ReachedEnd = page.Count < Page;
            foreach (var ofRig in page.GroupBy(sample => sample.RigId)) { yield return new(ofRig.Key, [.. ofRig]); }
            if (page.Count > 0) { (rig, sequence) = (page[^1].RigId, page[^1].Sequence); }
        }
    }

    public void End(HistoryChanges changes)
    {
        // What is packed went with its chunks.
    }

    async Task<List<TelemetrySample>> ReadAsync(string rig, long sequence, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Next);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = rig });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Page });
        var samples = new List<TelemetrySample>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            samples.Add(new(rows.GetString(0), rows.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2)), rows.GetFieldValue<byte[]>(3)));
        }
        return samples;
    }
}
