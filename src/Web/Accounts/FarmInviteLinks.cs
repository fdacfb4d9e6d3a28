using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;

namespace BloxOs.Web.Accounts;

/// <summary>An invitation to a farm that somebody shows.</summary>
/// <param name="Invites">The farm's invitations.</param>
/// <param name="Hash">Of its secret.</param>
/// <param name="Offer">What it gives.</param>
internal sealed record ShownInvite(IFarmInvites Invites, byte[] Hash, InviteOffer Offer)
{
    /// <summary>Makes this person a member.</summary>
    public Task<ChangeResult> AcceptAsync(string userId, string normalizedEmail) => Invites.AcceptInvite(Hash, userId, normalizedEmail);
}

/// <summary>Reads the tokens of invitations to farms.</summary>
internal sealed class FarmInviteLinks(IGrainFactory grains)
{
    /// <summary>What the token opens; null when it is none, was used or revoked, or is over.</summary>
    public async Task<ShownInvite?> FindAsync(string? token, CancellationToken cancellation)
    {
        if (FarmSecret.Parse(FarmSecret.Invite, token) is not { } secret) { return null; }
        var invites = grains.GetGrain<IFarmInvites>(secret.FarmId);
        return await AccountStore.AskAsync(() => invites.FindInvite(secret.Hash), cancellation) is { } offer ? new(invites, secret.Hash, offer) : null;
    }
}
