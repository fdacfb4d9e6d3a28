namespace BloxOs.Web.Tests.Accounts;

/// <summary>Lets calls of one grain wait for an answer that does not come, as one does whose server is away.</summary>
internal sealed class HungCalls(string interfaceName, string method) : IOutgoingGrainCallFilter, IDisposable
{
    readonly CancellationTokenSource _released = new();
    string? _key;
    int _count;

    /// <summary>Calls that have waited.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>From now on those of the grain with this key.</summary>
    public void Hang(string key) => Volatile.Write(ref _key, key);

    /// <summary>From now on none; those that wait go on.</summary>
    public void Release()
    {
        Volatile.Write(ref _key, null);
        _released.Cancel();
    }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (Volatile.Read(ref _key) is { } key && context.InterfaceName.EndsWith(interfaceName, StringComparison.Ordinal) && context.MethodName == method && context.TargetId.Key.ToString() == key)
        {
            Interlocked.Increment(ref _count);
            await Task.Delay(Timeout.Infinite, _released.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await context.Invoke();
    }

    public void Dispose()
    {
        Release();
        _released.Dispose();
    }
}
