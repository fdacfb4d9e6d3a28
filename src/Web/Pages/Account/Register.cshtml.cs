using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>Makes an account, for whoever the setting lets.</summary>
[NeedsNobody]
internal sealed class RegisterModel(Registrar registrar, SignInManager<Accounts.Account> signIn) : AccountPage
{
    /// <summary>How the person is called.</summary>
    [BindProperty]
    public string? DisplayName { get; set; }

    /// <summary>As typed.</summary>
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>Exactly as typed.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>The token of the invitation; null without one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Invite { get; set; }

    /// <summary>Where to go then.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>What the form offers; null when there is none.</summary>
    public RegistrationOffer? Offer { get; private set; }

    /// <summary>The form, or why there is none.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (User.Identity?.IsAuthenticated == true) { return Onwards(ReturnUrl); }
        if (!await LookAsync()) { return Closed(); }
        Email = Offer?.Email;
        return Page();
    }

    /// <summary>Makes it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LookAsync()) { return Closed(); }
        var name = Name();
        if (!EmailAddress.TryNormalise(Email, out _)) { ModelState.AddModelError(nameof(Email), "This is no e-mail address."); }
        if (PasswordRules.Check(Password ?? "", Email, DisplayName, Request.Host.Host) is { } weak) { ModelState.AddModelError(nameof(Password), weak); }
        if (!ModelState.IsValid || name is null) { return Wrong(); }

        var (answer, account) = await registrar.RegisterAsync(name, Email!, Password!, Invite, HttpContext);
        if (account is null) { return Refused(answer); }
        await signIn.SignInAsync(account, isPersistent: true);
        return Offer?.Farm is { } farm ? LocalRedirect($"/farms/{farm.Offer.FarmId}") : Onwards(ReturnUrl);
    }

    string? Name()
    {
        try { return RigName.Check(DisplayName); }
        catch (ArgumentException wrong)
        {
            ModelState.AddModelError(nameof(DisplayName), wrong.Message);
            return null;
        }
    }

    async Task<bool> LookAsync() => (Offer = await registrar.FindAsync(Invite, HttpContext.RequestAborted)) is not null;

    Microsoft.AspNetCore.Mvc.RazorPages.PageResult Closed()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
