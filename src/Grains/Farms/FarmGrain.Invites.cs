using System.Collections.Immutable;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;

namespace BloxOs.Grains.Farms;

/// <summary>Invitations: accepting one is one write, so that none is used twice, whatever crashes.</summary>
internal sealed partial class FarmGrain : IFarmInvites
{
    public async Task<InviteMade> Invite(InviteRequest request)
    {
        if (!Exists) { return new(ChangeResult.NotFound); }
        var now = time.GetUtcNow();
        state.State.Invites.RemoveAll(invite => invite.ExpiresAt <= now);
        if (InviteBook.WhyNot(request, state.State.Invites.Count) is { } refusal) { return new(ChangeResult.Refused(refusal)); }
        string token = FarmSecret.New(FarmSecret.Invite, FarmId);
        var made = new InviteEntry
        {
            InviteId = OpaqueId.New(),
            TokenHash = RigToken.HashOf(token),
            Level = request.Level,
            Email = request.Email,
            ByUserId = request.ByUserId,
            CreatedAt = now,
            ExpiresAt = now + request.Lifetime,
        };
        state.State.Invites.Add(made);
        await SaveAsync();
        return new(ChangeResult.Done(), token, made.ToInvite());
    }

    public Task<ImmutableArray<FarmInvite>> GetInvites()
    {
        var now = time.GetUtcNow();
        return Task.FromResult<ImmutableArray<FarmInvite>>(Exists ? [.. state.State.Invites.Where(invite => now < invite.ExpiresAt).Select(invite => invite.ToInvite())] : []);
    }

    public async Task<ChangeResult> RevokeInvite(string inviteId)
    {
        if (!Exists || state.State.Invites.RemoveAll(invite => invite.InviteId == inviteId) == 0) { return ChangeResult.NotFound; }
        await SaveAsync();
        return ChangeResult.Done();
    }

    public Task<InviteOffer?> FindInvite(byte[] tokenHash) =>
        Task.FromResult(Exists && InviteBook.Find(state.State.Invites, tokenHash, time.GetUtcNow()) is { } invite ? new InviteOffer(FarmId, state.State.Name, invite.ToInvite()) : null);

    public async Task<ChangeResult> AcceptInvite(byte[] tokenHash, string userId, string normalizedEmail)
    {
        if (!Exists || InviteBook.Find(state.State.Invites, tokenHash, time.GetUtcNow()) is not { } invite) { return ChangeResult.NotFound; }
        var has = state.State.Members.GetValueOrDefault(userId);
        if (has == FarmLevel.None && state.State.Members.Count >= FarmPeople.MaxMembers) { return ChangeResult.Refused($"The farm has {FarmPeople.MaxMembers} people, which is as many as there can be."); }
        return await Change(InviteBook.WhyNotAccept(invite, has, normalizedEmail), () =>
        {
            state.State.Invites.Remove(invite);
            SetLevel(userId, invite.Level);
        });
    }
}
