using System.Collections.Immutable;
using BloxOs.Grains.Identity;

namespace BloxOs.Grains.Users;

/// <summary>The browsers in which the person is signed in.</summary>
internal sealed partial class UserGrain
{
    public async Task<string?> BeginSession(string stamp, string address, string browser, string? replacedId)
    {
        if (!MaySignIn || state.State.SecurityStamp != stamp) { return null; }

        var now = time.GetUtcNow();
        var session = new UserSession { Id = OpaqueId.New(), StartedAt = now, SeenAt = now, Address = Short(address), Browser = Short(browser) };
        state.State.Sessions = SessionList.With([.. state.State.Sessions.Where(one => one.Id != replacedId)], session);
        await Save();
        return session.Id;
    }

    public async Task<bool> UseSession(string sessionId, string stamp)
    {
        if (FindSession(sessionId, stamp) is not { } session) { return false; }
        if (SessionList.IsDue(session, time.GetUtcNow()))
        {
            state.State.Sessions = [.. state.State.Sessions.Select(one => one == session ? session with { SeenAt = time.GetUtcNow() } : one)];
            await Save();
        }
        return true;
    }

    public Task<bool> HasSession(string sessionId, string stamp) => Task.FromResult(FindSession(sessionId, stamp) is not null);

    public async Task<bool> EndSession(string sessionId)
    {
        var left = Array.FindAll(state.State.Sessions, one => one.Id != sessionId);
        if (left.Length == state.State.Sessions.Length) { return false; }
        state.State.Sessions = left;
        await Save();
        return true;
    }

    public async Task<int> EndSessions(string? exceptId)
    {
        var left = Array.FindAll(state.State.Sessions, one => one.Id == exceptId);
        var ended = state.State.Sessions.Length - left.Length;
        if (ended == 0) { return 0; }
        state.State.Sessions = left;
        await Save();
        return ended;
    }

    public Task<ImmutableArray<UserSession>> GetSessions() =>
        Task.FromResult<ImmutableArray<UserSession>>([.. SessionList.Living(state.State.Sessions, time.GetUtcNow())]);

    bool MaySignIn => state.RecordExists && !(state.State.LockoutEnd > time.GetUtcNow());

    UserSession? FindSession(string sessionId, string stamp) =>
        MaySignIn && state.State.SecurityStamp == stamp ? SessionList.Find(state.State.Sessions, sessionId, time.GetUtcNow()) : null;

    static string Short(string text) => text.Length <= UserSession.MaxText ? text : text[..UserSession.MaxText];
}
