namespace BloxOs.Grains.Users;

/// <summary>How fast sign-ins may be tried: some at once, then after a delay that doubles up to a longest one. Never a lock for good.</summary>
internal readonly record struct SignInPace(int FreeTries, TimeSpan FirstDelay, TimeSpan LongestDelay)
{
    const int MaxDoublings = 16;

    /// <summary>How long to wait before the next try; null when it may come now.</summary>
    public TimeSpan? Wait(SignInTries tries, DateTimeOffset now)
    {
        if (tries.Count < FreeTries) { return null; }
        var left = tries.LastAt + Delay(tries.Count) - now;
        return left > TimeSpan.Zero ? left : null;
    }

    TimeSpan Delay(int count)
    {
        var delay = FirstDelay * (1 << Math.Min(count - FreeTries, MaxDoublings));
        return delay < LongestDelay ? delay : LongestDelay;
    }
}
