namespace BloxOs.Grains.Users;

/// <summary>Tries counted so far. An hour without any starts the count anew.</summary>
internal readonly record struct SignInTries(int Count, DateTimeOffset LastAt)
{
    static readonly TimeSpan s_forget = TimeSpan.FromHours(1);

    /// <summary>With one more.</summary>
    public SignInTries Plus(DateTimeOffset now) => new(now - LastAt > s_forget ? 1 : Math.Min(Count + 1, int.MaxValue - 1), now);
}
