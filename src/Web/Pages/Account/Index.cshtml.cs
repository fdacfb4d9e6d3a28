using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>A person's own account: the name, and the ways to all else.</summary>
[NeedsSignIn]
internal sealed class IndexModel(UserManager<Accounts.Account> users, SignInManager<Accounts.Account> signIn, IGrainFactory grains, IAuditTrail audit) : AccountPage
{
    static readonly Dictionary<string, string> s_done = new(StringComparer.Ordinal)
    {
        ["name"] = "The name is saved.",
        ["email"] = "The e-mail address is changed. Other browsers are signed out.",
        ["look"] = "This browser shows it so from now on.",
        ["password"] = "The password is changed. Other browsers are signed out.",
    };

    /// <summary>How the person is called, as typed.</summary>
    [BindProperty]
    public string? DisplayName { get; set; }

    /// <summary>What was done just now: a key of known sentences.</summary>
    [BindProperty(SupportsGet = true, Name = "done")]
    public string? DoneKey { get; set; }

    /// <summary>That sentence; null when nothing was.</summary>
    public string? Done => DoneKey is not null ? s_done.GetValueOrDefault(DoneKey) : null;

    /// <summary>The account.</summary>
    public Accounts.Account Own { get; private set; } = null!;

    /// <summary>Browsers that are signed in.</summary>
    public int Sessions { get; private set; }

    /// <summary>What can be chosen of the look of this browser.</summary>
    internal static IReadOnlyList<(string Name, string Label, PageChoice Choice)> Look { get; } = [("theme", "Theme", PageChoice.Theme), ("rows", "Rows of rigs", PageChoice.Rows), ("rail", "Navigation", PageChoice.Rail)];

    /// <summary>The page.</summary>
    public async Task OnGetAsync()
    {
        await LoadAsync();
        DisplayName = Own.DisplayName;
    }

    /// <summary>Another name.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        string name;
        try { name = RigName.Check(DisplayName); }
        catch (ArgumentException wrong) { return Wrong(nameof(DisplayName), wrong.Message); }

        var before = Own.DisplayName;
        Own.Stored = Own.Stored with { DisplayName = name };
        var draft = new AuditDraft("user.rename") { UserId = Own.UserId, Target = Own.Email, Changes = [new("name", before, name)] };
        var saved = await audit.DoAsync(HttpContext, draft, () => users.UpdateAsync(Own), Refusal);
        if (!saved.Succeeded) { return Wrong(nameof(DisplayName), saved); }
        await signIn.RefreshSignInAsync(Own);
        return LocalRedirect("/account?done=name");
    }

    /// <summary>Another look for this browser: what is not named stays.</summary>
    public IActionResult OnPostLook(string? theme, string? rows, string? rail)
    {
        (PageChoice Choice, string? Value)[] wanted = [(PageChoice.Theme, theme), (PageChoice.Rows, rows), (PageChoice.Rail, rail)];
        if (wanted.All(static one => one.Value is null) || wanted.Any(static one => one.Value is { } value && !one.Choice.Has(value))) { return BadRequest(); }
        foreach (var (choice, value) in wanted) { if (value is not null) { choice.Choose(HttpContext, value); } }
        return LocalRedirect("/account?done=look");
    }

    async Task LoadAsync()
    {
        Own = await OwnAsync(users);
        Sessions = (await grains.GetGrain<IUserGrain>(Own.UserId).GetSessions()).Length;
    }
}
