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
        ["theme"] = "This browser shows it so from now on.",
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

    /// <summary>Dark, light or as the system has it, in this browser.</summary>
    public string Theme => PageTheme.Chosen(HttpContext);

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

    /// <summary>Another theme for this browser.</summary>
    public IActionResult OnPostTheme(string? theme) => PageTheme.TryChoose(HttpContext, theme) ? LocalRedirect("/account?done=theme") : BadRequest();

    async Task LoadAsync()
    {
        Own = await OwnAsync(users);
        Sessions = (await grains.GetGrain<IUserGrain>(Own.UserId).GetSessions()).Length;
    }
}
