using BloxOs.Grains.Users;
using BloxOs.Web.Secrets;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>What ASP.NET Core Identity reads and saves, kept by <see cref="IUserGrain"/> and <see cref="IEmailGrain"/>. The user name is the e-mail address.</summary>
internal sealed partial class AccountStore(IGrainFactory grains, ISecretBox secrets) : IUserStore<Account>
{
    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) =>
        Result(await AskAsync(() => User(user.UserId).Create(user.Stored), cancellationToken), user);

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) =>
        Result(await AskAsync(() => User(user.UserId).Save(user.Stored), cancellationToken), user);

    public async Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken)
    {
        await AskAsync(() => User(user.UserId).Delete(), cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        await AskAsync(() => User(userId).Find(), cancellationToken) is { } stored ? new(stored) : null;

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindByEmailAsync(normalizedUserName, cancellationToken);

    public async Task<Account?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryNormalise(normalizedEmail, out var key)) { return null; }
        var userId = await AskAsync(() => grains.GetGrain<IEmailGrain>(key).FindUser(), cancellationToken);
        return userId is null ? null : await FindByIdAsync(userId, cancellationToken);
    }

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.UserId);

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Stored.NormalizedEmail);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) =>
        SetEmailAsync(user, userName, cancellationToken);

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) =>
        SetNormalizedEmailAsync(user, normalizedName, cancellationToken);

    public void Dispose()
    {
        // Holds nothing.
    }

    IUserGrain User(string userId) => grains.GetGrain<IUserGrain>(userId);

    /// <summary>Asks the grains; whatever goes wrong there, a call that they cancel too, becomes <see cref="AccountStoreUnavailableException"/>.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().WaitAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new AccountStoreUnavailableException("The account store did not answer.", failure);
        }
    }

    /// <summary>The same for a call without an answer.</summary>
    public static Task AskAsync(Func<Task> call, CancellationToken cancellationToken) =>
        AskAsync(async () => { await call(); return true; }, cancellationToken);

    static IdentityResult Result(UserOutcome outcome, Account user)
    {
        if (outcome is not UserOutcome.Done)
        {
            return IdentityResult.Failed(new IdentityError { Code = outcome.ToString(), Description = Words(outcome) });
        }
        user.Stored = user.Stored with { Version = user.Stored.Version + 1 };
        return IdentityResult.Success;
    }

    static string Words(UserOutcome outcome) => outcome switch
    {
        UserOutcome.EmailTaken => "Another account has this e-mail address.",
        UserOutcome.Changed => "Somebody else changed this account just now. Try again.",
        UserOutcome.Gone => "This account does not exist any more.",
        _ => "This account exists already.",
    };
}
