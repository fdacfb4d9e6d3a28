using BloxOs.Grains.Keys;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Api;

namespace BloxOs.Web.Keys;

/// <summary>Why a key was not made.</summary>
internal enum KeyRefusal
{
    /// <summary>It was made.</summary>
    None,

    /// <summary>Something in the wish is wrong.</summary>
    Invalid,

    /// <summary>It would reach further than its owner.</summary>
    BeyondOwn,

    /// <summary>There are as many as one may have.</summary>
    TooMany,
}

/// <summary>How making a key ended.</summary>
/// <param name="Made">The key with its secret; null when none was made.</param>
/// <param name="Refusal">Why none was made.</param>
/// <param name="Words">The same for people.</param>
internal sealed record KeyMakingAnswer(KeyMade? Made, KeyRefusal Refusal, string Words);

/// <summary>Makes and ends API keys, for the page and the API.</summary>
internal sealed class KeyMaking(IGrainFactory grains, IFarmAccess access, TimeProvider time)
{
    /// <summary>Most farms that one key names.</summary>
    public const int MaxFarms = 64;

    /// <summary>Latest end.</summary>
    static readonly TimeSpan s_longest = TimeSpan.FromDays(3650);

    /// <summary>Makes a key of the caller; its secret is in the answer, this once.</summary>
    public async Task<KeyMakingAnswer> MakeAsync(HttpContext http, KeyDraft draft)
    {
        var caller = http.Granted().Caller;
        if (Wrong(draft) is { } wrong) { return Refused(KeyRefusal.Invalid, wrong); }
        if (caller.Role == UserRole.Monitor && draft.Scope != KeyScope.Read) { return Refused(KeyRefusal.BeyondOwn, "This account only looks, so its keys only read."); }
        foreach (string farmId in draft.FarmIds)
        {
            var membership = await access.MembershipAsync(caller, farmId);
            if (!membership.Exists) { return Refused(KeyRefusal.Invalid, "One of the farms does not exist."); }
            if (membership.Level < ApiKeyCaller.CapOf(draft.Scope)) { return Refused(KeyRefusal.BeyondOwn, $"In {membership.Name} you do not reach as far as this key would."); }
        }
        var made = await grains.GetGrain<IUserKeysGrain>(caller.UserId).Create(draft);
        return made.Outcome switch
        {
            KeyOutcome.Done => new(made, KeyRefusal.None, ""),
            KeyOutcome.TooMany => Refused(KeyRefusal.TooMany, $"You have {IUserKeysGrain.MaxKeys} keys, which is the most. End one that is not needed."),
            _ => Refused(KeyRefusal.Invalid, "The end lies in the past."),
        };
    }

    /// <summary>Ends a key of the caller.</summary>
    public Task RevokeAsync(HttpContext http, KeyView key) => grains.GetGrain<IUserKeysGrain>(http.Granted().Caller.UserId).Revoke(key.KeyId);

    string? Wrong(KeyDraft draft)
    {
        try { RigName.Check(draft.Name); }
        catch (ArgumentException wrong) { return wrong.Message; }
        if (!Enum.IsDefined(draft.Scope)) { return "The scope is read, operate or manage."; }
        if (draft.FarmIds.Length > MaxFarms) { return $"A key names at most {MaxFarms} farms; name none for all of yours."; }
        if (draft.ExpiresAt <= time.GetUtcNow()) { return "The end lies in the past."; }
        if (draft.ExpiresAt > time.GetUtcNow() + s_longest) { return "The end lies more than ten years ahead; leave it out for a key that does not end."; }
        return null;
    }

    static KeyMakingAnswer Refused(KeyRefusal refusal, string words) => new(null, refusal, words);
}
