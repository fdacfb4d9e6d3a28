namespace BloxOs.Grains.Users;

/// <summary>What happens to the sessions of one person. They end by themselves some time after the cookie did, which says exactly when.</summary>
internal static class SessionList
{
    /// <summary>Most sessions of a person; one more ends the one that was not used for longest.</summary>
    public const int Max = 50;

    /// <summary>How exact <see cref="UserSession.SeenAt"/> is: not every request is worth a write.</summary>
    public static readonly TimeSpan Coarse = TimeSpan.FromMinutes(5);

    static readonly TimeSpan s_idle = TimeSpan.FromHours(12) + Coarse;
    static readonly TimeSpan s_longest = TimeSpan.FromDays(30);

    /// <summary>With one more, without those that are over.</summary>
    public static UserSession[] With(UserSession[] sessions, UserSession added) =>
        [.. sessions.Where(one => Lives(one, added.StartedAt)).OrderByDescending(static one => one.SeenAt).Take(Max - 1), added];

    /// <summary>The one with this id; null when it has ended or is over.</summary>
    public static UserSession? Find(UserSession[] sessions, string id, DateTimeOffset now) =>
        Array.Find(sessions, one => one.Id == id) is { } found && Lives(found, now) ? found : null;

    /// <summary>Those that can be used now, the last used first.</summary>
    public static IEnumerable<UserSession> Living(UserSession[] sessions, DateTimeOffset now) =>
        sessions.Where(one => Lives(one, now)).OrderByDescending(static one => one.SeenAt);

    /// <summary>Whether its use should be noted.</summary>
    public static bool IsDue(UserSession session, DateTimeOffset now) => now - session.SeenAt >= Coarse;

    static bool Lives(UserSession session, DateTimeOffset now) => now - session.SeenAt < s_idle && now - session.StartedAt < s_longest;
}
