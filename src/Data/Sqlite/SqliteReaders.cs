using System.Collections.Concurrent;

namespace BloxOs.Data.Sqlite;

/// <summary>Connections for reading. A read sees what is committed and never waits for the writer.</summary>
internal sealed class SqliteReaders(SqliteFile file) : IAsyncDisposable
{
    /// <summary>Most reads at the same time; further ones wait.</summary>
    public const int MaxConnections = 4;

    private readonly SemaphoreSlim free = new(MaxConnections);
    private readonly ConcurrentStack<SqliteSession> idle = [];
    private volatile bool closed;

    /// <summary>Runs the read on the calling thread, so it must be short; see <see cref="RunLongAsync"/>.</summary>
    public async Task<TResult> RunAsync<TArgument, TResult>(
        TArgument argument, Func<SqliteSession, TArgument, TResult> read, CancellationToken cancellation)
    {
        await free.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (!idle.TryPop(out var session))
                session = file.OpenReader();
            return Read(session, argument, read);
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Runs a read of many rows away from the caller, which may be a grain.</summary>
    public Task<TResult> RunLongAsync<TArgument, TResult>(
        TArgument argument, Func<SqliteSession, TArgument, TResult> read, CancellationToken cancellation)
        => Task.Run(() => RunAsync(argument, read, cancellation), cancellation);

    /// <summary>Waits for running reads and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        closed = true;
        for (var i = 0; i < MaxConnections; i++)
            await free.WaitAsync();
        while (idle.TryPop(out var session))
            session.Dispose();
        free.Release(MaxConnections);
    }

    private TResult Read<TArgument, TResult>(SqliteSession session, TArgument argument, Func<SqliteSession, TArgument, TResult> read)
    {
        try
        {
            var result = read(session, argument);
            idle.Push(session);
            return result;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
