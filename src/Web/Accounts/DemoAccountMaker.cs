using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Setup;
using BloxOs.Grains.Users;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Makes the demo user through the set-up when it is open, else beside the owner.</summary>
internal sealed class DemoAccountMaker(IGrainFactory grains, SetupGate gate, IPasswordHasher<Account> hasher) : IDemoAccount
{
    public async Task<DemoAccount> EnsureDemoAccountAsync(string email, string password, string farmName, CancellationToken cancellation)
    {
        if (!EmailAddress.TryNormalise(email, out var key)) { throw new ArgumentException($"'{email}' is no e-mail address.", nameof(email)); }

        var userId = await grains.GetGrain<IEmailGrain>(key).FindUser().WaitAsync(cancellation);
        if (userId is null)
        {
            var request = Request(email, key, hasher.HashPassword(Account.Nobody, password), farmName);
            if (await CreateOwnerAsync(request, cancellation) is { } made) { return made; }
            userId = await CreateUserAsync(request, cancellation);
        }
        return new(userId, await EnsureFarmAsync(userId, farmName, cancellation));
    }

    async Task<DemoAccount?> CreateOwnerAsync(OwnerRequest request, CancellationToken cancellation)
    {
        if (await gate.Grain.IssueCode().WaitAsync(cancellation) is not { } code) { return null; }
        var result = await gate.Grain.CreateOwner(request with { Code = code.Code }).WaitAsync(cancellation);
        return result is { Outcome: SetupOutcome.Done, UserId: { } userId, FarmId: { } farmId } ? new(userId, farmId) : null;
    }

    async Task<string> CreateUserAsync(OwnerRequest request, CancellationToken cancellation)
    {
        var account = new UserAccount
        {
            UserId = OpaqueId.New(),
            Email = request.Email,
            NormalizedEmail = request.NormalizedEmail,
            DisplayName = request.DisplayName,
            PasswordHash = request.PasswordHash,
            SecurityStamp = request.SecurityStamp,
        };
        var outcome = await grains.GetGrain<IUserGrain>(account.UserId).Create(account).WaitAsync(cancellation);
        return outcome is UserOutcome.Done ? account.UserId : throw new InvalidOperationException($"The demo user was not made: {outcome}.");
    }

    async Task<string> EnsureFarmAsync(string userId, string farmName, CancellationToken cancellation)
    {
        var user = grains.GetGrain<IUserGrain>(userId);
        var farms = await user.GetFarms().WaitAsync(cancellation);
        if (farms.Length > 0) { return farms[0]; }

        var farmId = OpaqueId.New();
        await grains.GetGrain<IFarmGrain>(farmId).Create(farmName, userId).WaitAsync(cancellation);
        await user.AddFarm(farmId).WaitAsync(cancellation);
        return farmId;
    }

    static OwnerRequest Request(string email, string key, string passwordHash, string farmName) => new()
    {
        Code = "",
        Email = email.Trim(),
        NormalizedEmail = key,
        DisplayName = "Demo",
        PasswordHash = passwordHash,
        SecurityStamp = SecurityStamp.New(),
        FarmName = farmName,
    };
}
