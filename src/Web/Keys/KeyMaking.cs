using BloxOs.Data.Audit;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Api;
using BloxOs.Web.Audit;

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
internal sealed class KeyMaking(IGrainFactory grains, IFarmAccess access, IAuditTrail audit, TimeProvider time)
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
        AuditChange[] changes = [new("scope", null, draft.Scope.ToString() + (draft.Wallets ? ", wallets" : "")), new("farms", null, draft.FarmIds.IsEmpty ? "all" : $"{draft.FarmIds.Length}"), new("ends", null, draft.ExpiresAt?.ToString("O"))];
        var line = new AuditDraft("key.create") { UserId = caller.UserId, Target = draft.Name.Trim(), Changes = changes };
        var made = await audit.DoAsync(http, line, () => grains.GetGrain<IUserKeysGrain>(caller.UserId).Create(draft), static made => made.Key is null ? made.Outcome.ToString() : null);
        return made.Outcome switch
        {
            KeyOutcome.Done => new(made, KeyRefusal.None, ""),
            KeyOutcome.TooMany => Refused(KeyRefusal.TooMany, $"You have {IUserKeysGrain.MaxKeys} keys, which is the most. End one that is not needed."),
            _ => Refused(KeyRefusal.Invalid, "The end lies in the past."),
        };
    }

    /// <summary>Ends a key of the caller.</summary>
    public Task<bool> RevokeAsync(HttpContext http, KeyView key)
    {
        string userId = http.Granted().Caller.UserId;
        var line = new AuditDraft("key.revoke") { UserId = userId, Target = key.Name };
        return audit.DoAsync(http, line, () => grains.GetGrain<IUserKeysGrain>(userId).Revoke(key.KeyId), static done => done ? null : "not there any more");
    }

    string? Wrong(KeyDraft draft)
    {
        try { RigName.Check(draft.Name); }
        catch (ArgumentException wrong) { return wrong.Message; }
        if (!Enum.IsDefined(draft.Scope)) { return "The scope is read, operate or manage."; }
        if (draft.Wallets && draft.Scope != KeyScope.Manage) { return "Only a key with the scope manage can change wallets."; }
        if (draft.FarmIds.Length > MaxFarms) { return $"A key names at most {MaxFarms} farms; name none for all of yours."; }
        if (draft.ExpiresAt <= time.GetUtcNow()) { return "The end lies in the past."; }
        if (draft.ExpiresAt > time.GetUtcNow() + s_longest) { return "The end lies more than ten years ahead; leave it out for a key that does not end."; }
        return null;
    }

    static KeyMakingAnswer Refused(KeyRefusal refusal, string words) => new(null, refusal, words);
}
