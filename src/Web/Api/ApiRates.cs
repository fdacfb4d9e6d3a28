using System.Threading.RateLimiting;

namespace BloxOs.Web.Api;

/// <summary>What kind of call is counted.</summary>
internal enum ApiRateClass
{
    /// <summary>Asks.</summary>
    Read,

    /// <summary>Changes.</summary>
    Write,

    /// <summary>Shows a password or a refresh token.</summary>
    SignIn,

    /// <summary>Comes without a valid key or token.</summary>
    Anonymous,

    /// <summary>A form or another change on a page, by a signed-in person.</summary>
    Page,
}

/// <summary>How many calls at once, and in which time so many come back, evenly.</summary>
internal sealed record ApiRate(int Calls, TimeSpan Window);

/// <summary>How often one caller may call, by kind.</summary>
internal sealed record ApiRateTable
{
    /// <summary>Calls that ask, per key or person.</summary>
    public ApiRate Read { get; init; } = new(300, TimeSpan.FromSeconds(30));

    /// <summary>Calls that change, per key or person.</summary>
    public ApiRate Write { get; init; } = new(60, TimeSpan.FromSeconds(60));

    /// <summary>Sign-ins, per network address.</summary>
    public ApiRate SignIn { get; init; } = new(10, TimeSpan.FromSeconds(60));

    /// <summary>Calls without a valid key or token, per network address.</summary>
    public ApiRate Anonymous { get; init; } = new(120, TimeSpan.FromSeconds(60));

    /// <summary>Changes on pages, per person: ten a second, far more than anybody clicks.</summary>
    public ApiRate Page { get; init; } = new(60, TimeSpan.FromSeconds(6));

    /// <summary>The rate of this kind.</summary>
    public ApiRate Of(ApiRateClass kind) => kind switch
    {
        ApiRateClass.Read => Read,
        ApiRateClass.Write => Write,
        ApiRateClass.SignIn => SignIn,
        ApiRateClass.Page => Page,
        _ => Anonymous,
    };
}

/// <summary>Counts calls by kind and caller.</summary>
internal sealed class ApiRates(ApiRateTable table) : IDisposable
{
    readonly PartitionedRateLimiter<(ApiRateClass Kind, string Who)> _limiter = PartitionedRateLimiter.Create<(ApiRateClass Kind, string Who), (ApiRateClass, string)>(
        one => RateLimitPartition.GetTokenBucketLimiter((one.Kind, one.Who), _ => Bucket(table.Of(one.Kind))));

    /// <summary>The rate of this kind.</summary>
    public ApiRate Of(ApiRateClass kind) => table.Of(kind);

    /// <summary>Counts one call: how long to wait instead, and how many more there are.</summary>
    public (TimeSpan? Wait, long Left) Take(ApiRateClass kind, string who)
    {
        using var lease = _limiter.AttemptAcquire((kind, who));
        if (lease.IsAcquired) { return (null, Left(kind, who)); }
        return (lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : table.Of(kind).Window, 0);
    }

    /// <summary>How many more calls there are now.</summary>
    public long Left(ApiRateClass kind, string who) => _limiter.GetStatistics((kind, who))?.CurrentAvailablePermits ?? table.Of(kind).Calls;

    public void Dispose() => _limiter.Dispose();

    static TokenBucketRateLimiterOptions Bucket(ApiRate rate) => new()
    {
        TokenLimit = rate.Calls,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = rate.Window / rate.Calls,
        QueueLimit = 0,
    };
}
