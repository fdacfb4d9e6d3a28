using BloxOs.Data.Directory;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Admin;

/// <summary>Everybody who has an account, a page at a time.</summary>
[NeedsAdmin]
internal sealed class UsersModel(IUserDirectory directory, IGrainFactory grains, TimeProvider time) : PageModel
{
    const int PageSize = 50;
    const int MaxFind = 254;

    /// <summary>A part of the address to look for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Find { get; set; }

    /// <summary>The last address of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>By address.</summary>
    public IReadOnlyList<UserSummary> People { get; private set; } = [];

    /// <summary>Where the next page begins; null on the last.</summary>
    public string? Next { get; private set; }

    /// <summary>To tell ages by.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Who looks.</summary>
    public string OwnId => this.Granted().Caller.UserId;

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        var find = Find?.Trim().ToLowerInvariant() ?? "";
        if (find.Length > MaxFind || After?.Length > MaxFind || find.Contains('\0', StringComparison.Ordinal) || After?.Contains('\0', StringComparison.Ordinal) == true) { return BadRequest(); }
        var entries = await directory.UsersAsync(find, After, PageSize + 1, HttpContext.RequestAborted);
        var people = await Task.WhenAll(entries.Take(PageSize).Select(one => grains.GetGrain<IUserGrain>(one.UserId).GetSummary()));
        People = [.. people.OfType<UserSummary>()];
        Next = entries.Count > PageSize ? entries[PageSize - 1].Email : null;
        return Page();
    }
}
