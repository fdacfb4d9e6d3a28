using System.Collections.Immutable;
using BloxOs.Grains.Users;

namespace BloxOs.Grains.Links;

/// <summary>An invitation to make an account, for those who look after people. Opens nothing.</summary>
/// <param name="LinkId">Id of its <see cref="IAccountLinkGrain"/>.</param>
/// <param name="Role">The role of the new account.</param>
/// <param name="Email">The only address that may use it, normalised; null: whoever has the link.</param>
/// <param name="ByUserId">Who invited.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
[GenerateSerializer, Immutable, Alias("bloxos.account-invite")]
public sealed record AccountInvite(
    [property: Id(0)] string LinkId, [property: Id(1)] UserRole Role, [property: Id(2)] string? Email, [property: Id(3)] string ByUserId,
    [property: Id(4)] DateTimeOffset CreatedAt, [property: Id(5)] DateTimeOffset ExpiresAt);

/// <summary>The open invitations to make an account. The key is <see cref="Key"/>.</summary>
[Alias("bloxos.IAccountInvitesGrain")]
public interface IAccountInvitesGrain : IGrainWithStringKey
{
    /// <summary>The key of the only one.</summary>
    const string Key = "account-invites";

    /// <summary>Most that are open at a time.</summary>
    const int MaxOpen = 500;

    /// <summary>Notes one before its link is made; false when there are <see cref="MaxOpen"/>.</summary>
    [Alias("Add")]
    Task<bool> Add(AccountInvite invite);

    /// <summary>Those that can still be used, the oldest first.</summary>
    [AlwaysInterleave, Alias("GetInvites")]
    Task<ImmutableArray<AccountInvite>> GetInvites();

    /// <summary>Its link was used: lists it no more.</summary>
    [Alias("Used")]
    Task Used(string linkId);

    /// <summary>Ends one; false when there is none with this id.</summary>
    [Alias("Revoke")]
    Task<bool> Revoke(string linkId);
}
