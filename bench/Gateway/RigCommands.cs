namespace BloxOs.Bench.Gateway;

/// <summary>Rigs that are commanded and looked at over the API, each call with another of the keys, which may call only so often.</summary>
internal sealed class RigCommands(string[] rigIds, CommandClient client, string[] keys, TimeProvider time)
{
    const int AtOnce = 4;
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50), Patience = TimeSpan.FromSeconds(90);

    int calls;

    /// <summary>Age of what a commanded rig showed right after each command, milliseconds.</summary>
    public List<double> Ages { get; } = [];

    /// <summary>Waits until each rig shows a sample that was taken since then.</summary>
    /// <returns>Of each rig, from the reading of that sample until it was seen, in order, milliseconds.</returns>
    /// <exception cref="BenchException">One does not within 90 s.</exception>
    public async Task<List<double>> AwaitShownAsync(DateTimeOffset since, ChildProcess fleet, CancellationToken cancellationToken)
    {
        var waiting = rigIds.ToList();
        var shown = new List<double>(waiting.Count);
        for (long begun = time.GetTimestamp(); waiting.Count > 0; await Task.Delay(BetweenLooks, time, cancellationToken))
        {
            fleet.MustRun();
            if (time.GetElapsedTime(begun) > Patience) { throw new BenchException($"{waiting.Count} rigs show no new sample"); }
            foreach (string[] some in waiting.ToArray().Chunk(AtOnce))
            {
                double?[] ages = await Task.WhenAll(some.Select(id => AgeAsync(id, since, cancellationToken)));
                foreach (var (id, age) in some.Zip(ages))
                {
                    if (age is not { } milliseconds) { continue; }
                    shown.Add(milliseconds);
                    waiting.Remove(id);
                }
            }
        }
        shown.Sort();
        return shown;
    }

    /// <summary>Restarts the miners of the next rig and looks how old its readings are.</summary>
    /// <returns>From the order to the shown result, milliseconds.</returns>
    public async Task<double> OrderAsync(int number, CancellationToken cancellationToken)
    {
        string rigId = rigIds[number % rigIds.Length];
        double took = await client.OrderAsync(NextKey(), rigId, "restartMiner", cancellationToken);
        Ages.Add(await AgeAsync(rigId, default, cancellationToken) ?? throw new BenchException("a rig shows no sample"));
        return took;
    }

    async Task<double?> AgeAsync(string rigId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var (_, rig) = await client.CallAsync(HttpMethod.Get, $"/api/v1/rigs/{rigId}", NextKey(), null, cancellationToken);
        var at = rig.GetProperty("sampledAt");
        return at.ValueKind is System.Text.Json.JsonValueKind.String && at.GetDateTimeOffset() is var sampled && sampled >= since ? (time.GetUtcNow() - sampled).TotalMilliseconds : null;
    }

    string NextKey() => keys[(Interlocked.Increment(ref calls) & int.MaxValue) % keys.Length];
}
