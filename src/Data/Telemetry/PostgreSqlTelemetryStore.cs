using Npgsql;
using NpgsqlTypes;

namespace BloxOs.Data.Telemetry;

internal sealed class PostgreSqlTelemetryStore : ITelemetryStore, IAsyncDisposable
{
    private const string Insert =
        """
        INSERT INTO telemetry (rig, sequence, at, payload, checksum)
        SELECT * FROM unnest($1, $2, $3, $4, $5)
        ON CONFLICT (rig, sequence) DO NOTHING
        """;

    /// <summary>In the transaction of the insert alone: an agent forgets what is told as stored, also where a server was made quicker and its commits wait for nothing.</summary>
    private const string WaitForDisk = "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'";

    private const string Highest =
        """
        SELECT greatest((SELECT max(sequence) FROM telemetry WHERE rig = $1),
                        (SELECT highest FROM telemetry_mark WHERE rig = $1), 0)
        """;

    private const string Select =
        "SELECT rig, sequence, at, payload, checksum FROM telemetry WHERE rig = $1 AND at >= $2 AND at < $3 ORDER BY sequence LIMIT $4";

    private readonly NpgsqlDataSource database;
    private readonly TelemetryBatcher batcher;

    public PostgreSqlTelemetryStore(NpgsqlDataSource database, DatabaseOptions options, TimeProvider time)
    {
        this.database = database;
        batcher = new TelemetryBatcher(options.TelemetryBatching, time, StoreAsync);
    }

    public Task AppendAsync(TelemetrySample sample) => batcher.AppendAsync(sample);

    public async Task<long> HighestSequenceAsync(string rigId, CancellationToken cancellation)
    {
        TelemetryInput.CheckRig(rigId);
        await using var command = database.CreateCommand(Highest);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = rigId });
        var highest = (long)(await command.ExecuteScalarAsync(cancellation))!;
        batcher.Resume(rigId);
        return highest;
    }

    public async Task<IReadOnlyList<TelemetrySample>> ReadAsync(
        string rigId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation)
    {
        TelemetryInput.CheckRig(rigId);
        TelemetryInput.CheckLimit(limit);
        await using var command = database.CreateCommand(Select);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = rigId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var samples = new List<TelemetrySample>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (TelemetryRow.Read(rows) is { } sample)
                samples.Add(sample);
        }
        return samples;
    }

    public ValueTask DisposeAsync() => batcher.DisposeAsync();

    private async Task StoreAsync(IReadOnlyList<TelemetrySample> samples)
    {
        try
        {
            await InsertAsync(samples);
        }
        catch (NpgsqlException failure) when (failure.IsTransient)
        {
            // Most often a pooled connection to a server that was restarted. What was stored already is left as it is.
            await InsertAsync(samples);
        }
    }

    private async Task InsertAsync(IReadOnlyList<TelemetrySample> samples)
    {
        var rigs = new string[samples.Count];
        var sequences = new long[samples.Count];
        var times = new long[samples.Count];
        var payloads = new ReadOnlyMemory<byte>[samples.Count];
        var checksums = new int[samples.Count];
        for (var i = 0; i < samples.Count; i++)
        {
            (rigs[i], sequences[i], times[i], payloads[i]) =
                (samples[i].RigId, samples[i].Sequence, samples[i].At.ToUnixTimeMilliseconds(), samples[i].Payload);
            checksums[i] = TelemetryRow.Checksum(rigs[i], sequences[i], times[i], payloads[i].Span);
        }

        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(WaitForDisk));
        var command = new NpgsqlBatchCommand(Insert);
        batch.BatchCommands.Add(command);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = rigs, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = sequences });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = times });
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>[]>
        {
            TypedValue = payloads,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = checksums });
        await batch.ExecuteNonQueryAsync();
    }
}
