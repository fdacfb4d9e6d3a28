namespace BloxOs.Grains.Links;

/// <summary>Open invitations, the oldest first. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.account-invites-state")]
internal sealed class AccountInvitesState
{
    [Id(0)] public List<AccountInvite> Invites { get; set; } = [];
}
