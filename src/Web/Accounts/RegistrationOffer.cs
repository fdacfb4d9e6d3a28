using BloxOs.Grains.Users;

namespace BloxOs.Web.Accounts;

/// <summary>What somebody gets who makes an account now.</summary>
/// <param name="Role">The role of the account.</param>
/// <param name="Email">The only address that may be used, normalised; null for any.</param>
/// <param name="Farm">The invitation to a farm that is accepted with it; null without one.</param>
/// <param name="Link">Whether it comes from an administrator's link, which is used up by it.</param>
internal sealed record RegistrationOffer(UserRole Role = UserRole.User, string? Email = null, ShownInvite? Farm = null, bool Link = false);
