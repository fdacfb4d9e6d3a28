namespace BloxOs.TestServers;

/// <summary>Waits for a condition.</summary>
public static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Longest time between two looks that cost something.</summary>
    private static readonly TimeSpan RareStep = TimeSpan.FromMilliseconds(250);

    /// <summary>Asks until the condition holds.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="timeout">After this it throws; 90 s when null: a loaded machine is slow, and a condition that holds sooner costs nothing.</param>
    /// <param name="what">What was waited for, for the message.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static Task Async(
        Func<Task<bool>> condition, TimeSpan? timeout = null, string what = "the condition", CancellationToken cancellation = default)
        => RunAsync(condition, timeout, what, null, cancellation);

    /// <inheritdoc cref="Async(Func{Task{bool}}, TimeSpan?, string, CancellationToken)"/>
    public static Task Async(Func<bool> condition, TimeSpan? timeout = null, string what = "the condition", CancellationToken cancellation = default)
        => Async(() => Task.FromResult(condition()), timeout, what, cancellation);

    /// <summary>
    /// The same for a condition that is costly to look at: a page of a browser, a query, a call to a cluster. The longer it is waited for, the more rarely it is asked, at last every
    /// quarter of a second: what is looked at needs the processor more than who looks.
    /// </summary>
    /// <inheritdoc cref="Async(Func{Task{bool}}, TimeSpan?, string, CancellationToken)"/>
    public static Task CostlyAsync(Func<Task<bool>> condition, TimeSpan? timeout = null, string what = "the condition", CancellationToken cancellation = default)
        => RunAsync(condition, timeout, what, null, cancellation, longestStep: RareStep);

    /// <summary>Asks until the condition holds, 90 s long.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="what">What was waited for, for the message.</param>
    /// <param name="state">How things stand at the end, for the message.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="step">Time between two questions, 20 ms when null; less for what is waited for thousands of times.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static Task Async(Func<bool> condition, string what, Func<string> state, CancellationToken cancellation, TimeSpan? step = null)
        => RunAsync(() => Task.FromResult(condition()), null, what, state, cancellation, step);

    private static async Task RunAsync(
        Func<Task<bool>> condition, TimeSpan? timeout, string what, Func<string>? state, CancellationToken cancellation, TimeSpan? step = null, TimeSpan? longestStep = null)
    {
        var limit = timeout ?? TimeSpan.FromSeconds(90);
        var start = TimeProvider.System.GetTimestamp();
        var pause = step ?? Step;
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > limit)
                throw new TimeoutException($"Waited {limit.TotalSeconds:0.#} s for {what}. {state?.Invoke()}".TrimEnd());
            await Task.Delay(pause, cancellation);
            if (pause < longestStep) { pause *= 1.25; }
        }
    }
}
