using System.Security.Cryptography;
using System.Text;
using BloxOs.Data.Idempotency;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Keys;
using BloxOs.Web.Access;
using BloxOs.Web.Keys;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Keys;

/// <summary>Makes an API key and shows it, this once.</summary>
[NeedsSignIn, NeedsFreshSignIn]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class NewModel(IFarmAccess access, KeyMaking making, IIdempotencyStore requests, TimeProvider time) : PageModel
{
    const string Repeated = "This form was sent before, and its key was shown then. If you did not copy it, revoke it and make another one.";

    /// <summary>When a key may end, days and words; 0 is never.</summary>
    public static IReadOnlyList<(int Days, string Text)> Ends { get; } = [(0, "never"), (7, "in a week"), (30, "in 30 days"), (90, "in 90 days"), (365, "in a year")];

    /// <summary>What was typed.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What was chosen.</summary>
    public KeyScope Scope { get; private set; }

    /// <summary>It may also say which wallets and pools rigs mine to.</summary>
    public bool Wallets { get; private set; }

    /// <summary>Days after which it ends, one of <see cref="Ends"/>.</summary>
    public int Days { get; private set; }

    /// <summary>The farms that were ticked.</summary>
    public IReadOnlyList<string> FarmIds { get; private set; } = [];

    /// <summary>Farms to choose from.</summary>
    public IReadOnlyList<FarmSummary> Farms { get; private set; } = [];

    /// <summary>Names this form, so that it is done once.</summary>
    public string Once { get; private set; } = "";

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>The key, this once; null before it is made.</summary>
    public string? Secret { get; private set; }

    /// <summary>How this browser reached the server.</summary>
    public string ServerAddress => $"{Request.Scheme}://{Request.Host}";

    /// <summary>The form.</summary>
    public async Task OnGetAsync()
    {
        Once = OpaqueId.New();
        Farms = (await access.FindFarmsAsync(User)).Farms;
    }

    /// <summary>Makes it.</summary>
    public async Task<IActionResult> OnPostAsync(string? name, KeyScope scope, int days, string[]? farmIds, string? once, bool wallets)
    {
        if (!OpaqueId.IsValid(once) || Ends.All(end => end.Days != days) || !ModelState.IsValid) { return BadRequest(); }
        (Name, Scope, Wallets, Days, FarmIds, Once) = (name ?? "", scope, wallets, days, farmIds ?? [], once);
        Farms = (await access.FindFarmsAsync(User)).Farms;
        byte[] form = SHA256.HashData(Encoding.UTF8.GetBytes($"{this.Granted().Caller.UserId} {once}"));
        string request = Convert.ToHexStringLower(form);
        if (await requests.TakeAsync(request, form, time.GetUtcNow()) is not null) { return Wrong(Repeated); }
        var draft = new KeyDraft { Name = Name, Scope = scope, Wallets = wallets, FarmIds = [.. FarmIds], ExpiresAt = days == 0 ? null : time.GetUtcNow().AddDays(days) };
        var answer = await making.MakeAsync(HttpContext, draft);
        if (answer.Made?.Secret is not { } secret)
        {
            await requests.ReleaseAsync(request);
            return Wrong(answer.Words);
        }
        Secret = secret;
        return Page();
    }

    PageResult Wrong(string words)
    {
        Error = words;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
