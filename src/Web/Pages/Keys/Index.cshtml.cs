using System.Collections.Immutable;
using BloxOs.Grains.Keys;
using BloxOs.Web.Access;
using BloxOs.Web.Keys;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Keys;

/// <summary>A person's API keys, and their end.</summary>
[NeedsSignIn]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IndexModel(IGrainFactory grains, IFarmAccess access, KeyMaking making, TimeProvider time) : PageModel
{
    IReadOnlyList<FarmSummary> _farms = [];

    /// <summary>The newest first.</summary>
    public ImmutableArray<KeyView> Keys { get; private set; } = [];

    /// <summary>To tell ages by.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The list.</summary>
    public async Task OnGetAsync()
    {
        Keys = await KeysAsync();
        _farms = (await access.FindFarmsAsync(User)).Farms;
    }

    /// <summary>Ends one.</summary>
    public async Task<IActionResult> OnPostRevokeAsync(string? keyId)
    {
        if ((await KeysAsync()).FirstOrDefault(key => key.KeyId == keyId) is { } key) { await making.RevokeAsync(HttpContext, key); }
        return LocalRedirect("/account/keys");
    }

    /// <summary>What a key may do, in words.</summary>
    public static string ScopeText(KeyScope scope) => scope switch
    {
        KeyScope.Read => "read",
        KeyScope.Operate => "read, act on rigs",
        _ => "read, act on rigs, change settings",
    };

    /// <summary>For which farms it is, in words.</summary>
    public string FarmsText(KeyView key)
    {
        if (key.FarmIds.IsEmpty) { return "all of yours"; }
        var names = _farms.Where(farm => key.FarmIds.Contains(farm.FarmId)).Select(static farm => farm.Name).ToList();
        return names.Count == 0 ? "none any more" : string.Join(", ", names);
    }

    async Task<ImmutableArray<KeyView>> KeysAsync() => await grains.GetGrain<IUserKeysGrain>(this.Granted().Caller.UserId).GetKeys();
}
