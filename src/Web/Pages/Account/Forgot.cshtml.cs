using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>What to do without the password. The answer is the same whether the address is somebody's or nobody's.</summary>
[NeedsNobody]
internal sealed class ForgotModel(ResetMail mail) : AccountPage
{
    /// <summary>As typed.</summary>
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>Whether this server sends mail.</summary>
    public bool SendsMail { get; private set; }

    /// <summary>Whether it was asked for.</summary>
    public bool Asked { get; private set; }

    /// <summary>The form.</summary>
    public async Task OnGetAsync() => SendsMail = await mail.IsOpenAsync(HttpContext.RequestAborted);

    /// <summary>Asks for a mail.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await OnGetAsync();
        if (!SendsMail) { return NotFound(); }
        if (!EmailAddress.TryNormalise(Email, out var key)) { return Wrong(nameof(Email), "This is no e-mail address."); }
        var answer = mail.Ask(key, HttpContext);
        if (!answer.SignedIn) { return Refused(answer); }
        Asked = true;
        return Page();
    }
}
