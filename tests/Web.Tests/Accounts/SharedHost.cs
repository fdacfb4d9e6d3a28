using BloxOs.Web.Api;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Accounts;

/// <summary>
/// One server with an owner for all rows of a class: only for tests that leave it as it was. Its limits on calls are so wide that a test never meets them.
/// </summary>
public sealed class SharedHost : IAsyncLifetime
{
    static readonly ApiRate s_wide = new(1_000_000, TimeSpan.FromSeconds(100));

    internal AccountsHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await AccountsHost.StartWithOwnerAsync(before: static services =>
        services.AddSingleton(new ApiRateTable { Read = s_wide, Write = s_wide, SignIn = s_wide, Anonymous = s_wide, Page = s_wide }));

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
