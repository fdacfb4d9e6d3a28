namespace BloxOs.Data.Sqlite;

/// <summary>A piece of work inside a transaction. It may run twice: what it did the first time was rolled back then.</summary>
internal abstract class SqliteOperation
{
    public abstract void Run(SqliteSession session);

    public abstract void Complete();

    public abstract void Fail(Exception failure);
}

/// <inheritdoc/>
internal sealed class SqliteOperation<TArgument, TResult>(TArgument argument, Func<SqliteSession, TArgument, TResult> work) : SqliteOperation
{
    private readonly TaskCompletionSource<TResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? result;

    public Task<TResult> Task => completion.Task;

    public override void Run(SqliteSession session) => result = work(session, argument);

    public override void Complete() => completion.SetResult(result!);

    public override void Fail(Exception failure) => completion.SetException(failure);
}
