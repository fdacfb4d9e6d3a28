using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace BloxOs.Data.Sqlite;

/// <summary>The only writer of the file: one thread that commits everything that is waiting in one transaction.</summary>
/// <remarks>A caller is answered after the commit. The thread is its own because a commit waits for the disk.</remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>Most operations in one transaction.</summary>
    public const int MaxOperationsPerTransaction = 512;

    /// <summary>Most operations in the queue; further callers wait.</summary>
    public const int MaxQueuedOperations = 16_384;

    private static readonly SqliteStatement Begin = new("BEGIN IMMEDIATE", 0);
    private static readonly SqliteStatement Commit = new("COMMIT", 0);
    private static readonly SqliteStatement Rollback = new("ROLLBACK", 0);

    private readonly Channel<SqliteOperation> queue = Channel.CreateBounded<SqliteOperation>(
        new BoundedChannelOptions(MaxQueuedOperations) { SingleReader = true });
    private readonly AutoResetEvent wake = new(false);
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteFile file;
    private SqliteSession? session;

    public SqliteWriter(SqliteFile file)
    {
        this.file = file;
        new Thread(Loop) { Name = "SQLite writer", IsBackground = true }.Start();
    }

    /// <summary>Runs the work inside a transaction; completes after its commit.</summary>
    /// <exception cref="ObjectDisposedException">The writer is closed.</exception>
    public Task<TResult> RunAsync<TArgument, TResult>(TArgument argument, Func<SqliteSession, TArgument, TResult> work)
    {
        var operation = new SqliteOperation<TArgument, TResult>(argument, work);
        if (!queue.Writer.TryWrite(operation))
            return WaitAndRunAsync(operation);
        wake.Set();
        return operation.Task;
    }

    /// <summary>Commits what is queued, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        wake.Set();
        await stopped.Task;
    }

    private async Task<TResult> WaitAndRunAsync<TArgument, TResult>(SqliteOperation<TArgument, TResult> operation)
    {
        try
        {
            await queue.Writer.WriteAsync(operation);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteWriter), "The database is closed.");
        }
        wake.Set();
        return await operation.Task;
    }

    private void Loop()
    {
        var batch = new List<SqliteOperation>(MaxOperationsPerTransaction);
        while (Take(batch))
        {
            Store(batch);
            batch.Clear();
        }
        session?.Dispose();
        stopped.SetResult();
    }

    private bool Take(List<SqliteOperation> batch)
    {
        while (true)
        {
            while (batch.Count < MaxOperationsPerTransaction && queue.Reader.TryRead(out var operation))
                batch.Add(operation);
            if (batch.Count > 0)
                return true;
            if (queue.Reader.Completion.IsCompleted)
                return false;
            wake.WaitOne();
        }
    }

    private void Store(List<SqliteOperation> batch)
    {
        if (TryTransaction(batch, out var failure, out var begun))
        {
            foreach (var operation in batch)
                operation.Complete();
        }
        else if (begun && batch.Count > 1)
        {
            StoreOneByOne(batch);
        }
        else
        {
            foreach (var operation in batch)
                operation.Fail(failure!);
        }
    }

    /// <summary>One of the batch is at fault, or all together were too much: each gets a transaction of its own.</summary>
    private void StoreOneByOne(List<SqliteOperation> batch)
    {
        var begun = true;
        Exception? failure = null;
        foreach (var operation in batch)
        {
            // When none can begin any more (locked, gone), the others need not wait for that one after another.
            if (begun && TryTransaction([operation], out failure, out begun))
                operation.Complete();
            else
                operation.Fail(failure!);
        }
    }

    private bool TryTransaction(List<SqliteOperation> operations, out Exception? failure, out bool begun)
    {
        begun = false;
        try
        {
            session ??= file.OpenWriter();
            session.Execute(Begin);
            begun = true;
            foreach (var operation in operations)
                operation.Run(session);
            session.Execute(Commit);
            failure = null;
            return true;
        }
        catch (Exception thrown)
        {
            failure = thrown;
            Abandon(thrown);
            return false;
        }
    }

    /// <summary>Leaves no transaction open; a connection that may be broken is closed, the next batch opens another.</summary>
    private void Abandon(Exception cause)
    {
        try
        {
            if (session is { IsAutocommit: false })
                session.Execute(Rollback);
            if (cause is not SqliteException { SqliteErrorCode: SqliteErrors.InputOutput or SqliteErrors.Corrupt or SqliteErrors.ReadOnly })
                return;
        }
        catch (SqliteException)
        {
            // Closing it rolls back as well.
        }
        session?.Dispose();
        session = null;
    }
}
