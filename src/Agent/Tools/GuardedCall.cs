namespace BloxOs.Agent.Tools;

/// <summary>
/// Runs a call that may block in the kernel for ever on a thread of its own, with a limit. A call that hangs is left behind: it can't be ended,
/// and no second one is started until it returns.
/// </summary>
/// <param name="time">Clock of the limit.</param>
/// <param name="timeout">Time that a call may take.</param>
internal sealed class GuardedCall<T>(TimeProvider time, TimeSpan timeout)
{
    const int StackBytes = 256 * 1024;

    Task? _hanging;

    /// <summary>An earlier call has not returned yet.</summary>
    public bool Hangs => _hanging is { IsCompleted: false };

    /// <summary>Runs it and waits for its end. False: it took too long, or an earlier one still hangs.</summary>
    /// <exception cref="OperationCanceledException">The agent stops.</exception>
    public async Task<(bool Answered, T? Value)> RunAsync(Func<T> call, CancellationToken cancellation)
    {
        if (Hangs) { return (false, default); }
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _hanging = done.Task;
        new Thread(() => Run(call, done), StackBytes) { IsBackground = true, Name = "guarded call" }.Start();
        try { return (true, await done.Task.WaitAsync(timeout, time, cancellation)); }
        catch (TimeoutException) when (!done.Task.IsFaulted) { return (false, default); }
    }

    static void Run(Func<T> call, TaskCompletionSource<T> done)
    {
        try { done.SetResult(call()); }
        // Whatever it is, it belongs to the one who waits.
        catch (Exception e) { done.SetException(e); }
    }
}
