using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Identity's own changes of a password keep to <see cref="PasswordRules"/> too.</summary>
internal sealed class AccountPasswordValidator : IPasswordValidator<Account>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(PasswordRules.Check(password ?? "", user.Email, user.DisplayName) is { } wrong
            ? IdentityResult.Failed(new IdentityError { Code = "Password", Description = wrong })
            : IdentityResult.Success);
}
