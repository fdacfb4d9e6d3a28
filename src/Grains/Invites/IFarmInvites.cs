using System.Collections.Immutable;
using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Invites;

/// <summary>The invitations to a farm. The key is the farm's id: the farm itself keeps them, so that accepting one is one write.</summary>
[Alias("bloxos.IFarmInvites")]
public interface IFarmInvites : IGrainWithStringKey
{
    /// <summary>Makes an invitation; saved before it answers. Done, NotFound or Refused.</summary>
    [Alias("Invite")]
    Task<InviteMade> Invite(InviteRequest request);

    /// <summary>Those that can still be accepted, oldest first.</summary>
    [AlwaysInterleave, Alias("GetInvites")]
    Task<ImmutableArray<FarmInvite>> GetInvites();

    /// <summary>Ends an invitation. Done or NotFound.</summary>
    [Alias("RevokeInvite")]
    Task<ChangeResult> RevokeInvite(string inviteId);

    /// <summary>What the secret with this hash offers; null when it is used, revoked, expired or none of this farm's.</summary>
    [AlwaysInterleave, Alias("FindInvite")]
    Task<InviteOffer?> FindInvite(byte[] tokenHash);

    /// <summary>
    /// Makes this user a member and ends the invitation, in one write. Done; NotFound as <see cref="FindInvite"/>; Refused when it
    /// is for another address, or when he has as much already: then it stays good.
    /// </summary>
    [Alias("AcceptInvite")]
    Task<ChangeResult> AcceptInvite(byte[] tokenHash, string userId, string normalizedEmail);
}
