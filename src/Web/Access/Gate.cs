using System.Security.Claims;
using BloxOs.Grains.Farms;

namespace BloxOs.Web.Access;

/// <summary>Decides every call from what it needs, who calls and which farm or rig it names.</summary>
internal sealed class Gate(IFarmAccess access, TimeProvider time)
{
    /// <summary>How long an entered password counts as fresh.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Decides.</summary>
    /// <param name="needs">What the call needs; null is refused: whoever wrote it forgot to say.</param>
    /// <param name="fresh">The password must be fresh.</param>
    /// <param name="user">Who calls.</param>
    /// <param name="id">Reads the id of this name, <c>farmId</c> or <c>rigId</c>, from the call.</param>
    public async ValueTask<GateAnswer> AskAsync(NeedsAttribute? needs, bool fresh, ClaimsPrincipal user, Func<string, string?> id)
    {
        if (needs is NeedsNobodyAttribute) { return new(GateVerdict.Open); }
        if (needs is null) { return new(GateVerdict.Forbidden); }
        if (Caller.Of(user) is not { } caller) { return new(GateVerdict.SignIn); }
        var answer = needs switch
        {
            NeedsSignInAttribute => Open(new(caller, "", "", FarmLevel.None, null)),
            NeedsAdminAttribute => caller.IsAdmin ? Open(new(caller, "", "", FarmLevel.None, null)) : new(GateVerdict.NotFound),
            NeedsFarmAttribute farm => await FarmAsync(caller, id("farmId"), farm.Level),
            NeedsRigAttribute rig => await RigAsync(caller, id("rigId"), rig.Level),
            _ => new(GateVerdict.Forbidden),
        };
        return answer.Verdict == GateVerdict.Open && fresh && !IsFresh(caller) ? new(caller.Kind == CallerKind.Session ? GateVerdict.Confirm : GateVerdict.Forbidden) : answer;
    }

    async Task<GateAnswer> FarmAsync(Caller caller, string? farmId, FarmLevel needed)
    {
        var membership = await access.MembershipAsync(caller, farmId);
        return membership.Level < FarmLevel.Viewer ? new(GateVerdict.NotFound)
            : membership.Level < needed ? new(GateVerdict.Forbidden)
            : Open(new(caller, farmId!, membership.Name, membership.Level, null));
    }

    async Task<GateAnswer> RigAsync(Caller caller, string? rigId, FarmLevel needed)
    {
        if (await access.FindRigAsync(caller, rigId) is not var (rig, membership)) { return new(GateVerdict.NotFound); }
        return membership.Level < needed ? new(GateVerdict.Forbidden) : Open(new(caller, rig.Description.FarmId, membership.Name, membership.Level, rig));
    }

    /// <summary>May send what rigs earn another way: a key that was made for that, or a person whose password is fresh.</summary>
    public bool MayChangeWallets(Caller caller) => caller.Kind == CallerKind.ApiKey ? caller.KeyForWallets : IsFresh(caller);

    bool IsFresh(Caller caller) => caller.EnteredAt is { } entered && time.GetUtcNow() - entered is var age && age < Fresh && age > -Fresh;

    static GateAnswer Open(Granted granted) => new(GateVerdict.Open, granted);
}
