using BloxOs.TestServers;
using BloxOs.Web.Secrets;
using BloxOs.Web.Tests.Accounts;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Secrets;

/// <summary>The next key of Data Protection, as it comes by itself every ninety days.</summary>
internal static class NewKeyRing
{
    /// <summary>Makes it the present one, and waits until what was protected before counts as old: the ring is read anew in the background.</summary>
    public static Task FollowAsync(AccountsHost host, SecretKind kind, string stored)
    {
        var now = TimeProvider.System.GetUtcNow();
        host.Services.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
        var box = host.Services.GetRequiredService<ISecretBox>();
        return Eventually.Async(() => Task.FromResult(box.Unprotect(kind, stored, out bool isOld) is not null && isOld), TimeSpan.FromSeconds(60), "a key that follows");
    }
}
