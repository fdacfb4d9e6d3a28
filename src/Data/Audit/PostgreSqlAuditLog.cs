using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace BloxOs.Data.Audit;

/// <summary>What waits in this process is committed together; the row of the head is the lock among all processes.</summary>
internal sealed class PostgreSqlAuditLog : IAuditLog, IAuditChain, IAuditRows, IAsyncDisposable
{
    /// <summary>Most lines in one transaction.</summary>
    private const int MaxLines = 512;

    /// <summary>Most lines that wait; further callers wait before.</summary>
    private const int MaxQueued = 16_384;

    private const string Head = "SELECT sequence, hash FROM audit_head FOR UPDATE";

    private const string MoveHead = "UPDATE audit_head SET sequence = $1, hash = $2";

    private const string Insert =
        $"""
        INSERT INTO audit ({AuditFilter.Columns}) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::text[], $5::text[],
            $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bytea[])
        """;

    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly NpgsqlDataSource database;
    private readonly Task pump;

    public PostgreSqlAuditLog(NpgsqlDataSource database)
    {
        this.database = database;
        pump = Task.Run(PumpAsync);
    }

    public async Task<long> AppendAsync(AuditRecord record)
    {
        AuditInput.Check(record);
        var waiting = new Waiting(record, new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await queue.Writer.WriteAsync(waiting);
        }
        catch (ChannelClosedException closed)
        {
            throw new AuditUnavailableException(closed);
        }
        return await waiting.Done.Task;
    }

    public async Task<IReadOnlyList<AuditEntry>> FindAsync(AuditQuery query, CancellationToken cancellation)
    {
        AuditInput.Check(query);
        var filter = new AuditFilter(query, static list => $"farm = ANY({list})", static list => list.ToArray());
        return await ReadAsync(filter.Sql, static row => AuditRows.Read(row).ToEntry(), filter.Values, cancellation);
    }

    public async Task<AuditHead> HeadAsync(CancellationToken cancellation)
        => await HeadRowAsync(cancellation) ?? throw new InvalidOperationException("The audit log has lost its head.");

    public async Task AddAnchorAsync(AuditAnchor anchor, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "INSERT INTO audit_anchor (sequence, at, hash, signature) VALUES ($1, $2, $3, $4) ON CONFLICT (sequence) DO NOTHING");
        foreach (var value in (object[])[anchor.Sequence, anchor.At.ToUnixTimeMilliseconds(), anchor.Hash, anchor.Signature])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public Task<AuditVerdict> VerifyAsync(byte[]? key, IReadOnlyList<AuditAnchor> kept, CancellationToken cancellation)
        => new AuditVerifier(this, key).RunAsync(kept, cancellation);

    public async Task<AuditHead?> HeadRowAsync(CancellationToken cancellation) => (await ReadAsync(
        "SELECT sequence, hash FROM audit_head", static row => new AuditHead(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), [], cancellation)).FirstOrDefault();

    public async Task<IReadOnlyList<AuditAnchor>> AnchorsAsync(CancellationToken cancellation)
        => await ReadAsync("SELECT sequence, at, hash, signature FROM audit_anchor ORDER BY sequence", AuditRows.ReadAnchor, [], cancellation);

    public async Task<IReadOnlyList<AuditLine>> LinesAsync(long after, int limit, CancellationToken cancellation) => await ReadAsync(
        $"SELECT {AuditFilter.Columns} FROM audit WHERE sequence > $1 ORDER BY sequence LIMIT $2", AuditRows.Read, [after, limit], cancellation);

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await pump;
    }

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, IReadOnlyList<object> values, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<T>();
        while (await rows.ReadAsync(cancellation))
            found.Add(read(rows));
        return found;
    }

    private async Task PumpAsync()
    {
        var batch = new List<Waiting>(MaxLines);
        while (await queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaxLines && queue.Reader.TryRead(out var waiting))
                batch.Add(waiting);
            await StoreAsync(batch);
            batch.Clear();
        }
    }

    private async Task StoreAsync(List<Waiting> batch)
    {
        try
        {
            var first = await CommitAsync(batch);
            for (var i = 0; i < batch.Count; i++)
                batch[i].Done.SetResult(first + i);
        }
        catch (Exception failure)
        {
            // Whatever it was, nobody may wait for ever.
            foreach (var waiting in batch)
                waiting.Done.SetException(new AuditUnavailableException(failure));
        }
    }

    /// <returns>Sequence of the first line.</returns>
    private async Task<long> CommitAsync(List<Waiting> batch)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var (last, hash) = await HeadAsync(connection);
        var lines = new List<AuditLine>(batch.Count);
        foreach (var waiting in batch)
        {
            var line = AuditLine.After(hash, last + 1 + lines.Count, waiting.Record);
            hash = line.Hash;
            lines.Add(line);
        }
        await using (var insert = new NpgsqlCommand(Insert, connection))
        {
            AddColumns(insert.Parameters, lines);
            await insert.ExecuteNonQueryAsync();
        }
        await using (var move = new NpgsqlCommand(MoveHead, connection))
        {
            move.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last + lines.Count });
            move.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
            await move.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
        return last + 1;
    }

    private static async Task<(long Sequence, byte[] Hash)> HeadAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Head, connection);
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync())
            throw new InvalidOperationException("The audit log has lost its head.");
        return (row.GetInt64(0), row.GetFieldValue<byte[]>(1));
    }

    private static void AddColumns(NpgsqlParameterCollection parameters, List<AuditLine> lines)
    {
        Add(NpgsqlDbType.Bigint, static line => line.Sequence);
        Add(NpgsqlDbType.Bigint, static line => line.At);
        Add(NpgsqlDbType.Smallint, static line => line.ActorKind);
        foreach (var text in (Func<AuditLine, string?>[])
        [
            static line => line.ActorId, static line => line.ActorName, static line => line.Address, static line => line.UserAgent,
            static line => line.Action, static line => line.Farm, static line => line.Rig, static line => line.Person,
            static line => line.Target, static line => line.Changes,
        ])
            Add(NpgsqlDbType.Text, text);
        Add(NpgsqlDbType.Bytea, static line => line.Hash);

        void Add<T>(NpgsqlDbType type, Func<AuditLine, T> column)
            => parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = lines.Select(column).ToArray() });
    }

    private readonly record struct Waiting(AuditRecord Record, TaskCompletionSource<long> Done);
}
