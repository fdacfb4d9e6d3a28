using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Support;

/// <summary>Waits for conditions.</summary>
internal static class Eventually
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task BeTrueAsync(Func<bool> condition, string what) => AdvanceUntilAsync(null, TimeSpan.Zero, condition, what);

    /// <summary>Moves the agent's clock on, step by step, until the condition holds.</summary>
    public static async Task AdvanceUntilAsync(FakeTimeProvider? time, TimeSpan step, Func<bool> condition, string what, Func<string>? log = null)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"waited too long for: {what}; log: {log?.Invoke()}");
            time?.Advance(step);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
