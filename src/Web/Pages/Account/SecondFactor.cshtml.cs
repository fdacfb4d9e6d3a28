using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>Sets one-time codes up and takes them away. Each change ends every other session.</summary>
[NeedsSignIn, NeedsFreshSignIn]
internal sealed class SecondFactorModel(UserManager<Accounts.Account> users, SignInManager<Accounts.Account> signIn, IAuditTrail audit) : AccountPage
{
    const int Codes = 10;

    /// <summary>As typed.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Whether a sign-in asks for a code.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The seed to type into an app, in groups of four; null when none waits to be confirmed.</summary>
    public string? Seed { get; private set; }

    /// <summary>Recovery codes that are left.</summary>
    public int CodesLeft { get; private set; }

    /// <summary>Fresh recovery codes, shown this once.</summary>
    public IReadOnlyList<string>? FreshCodes { get; private set; }

    /// <summary>What the QR code says.</summary>
    string? _uri;

    /// <summary>How it stands.</summary>
    public async Task OnGetAsync() => await LoadAsync();

    /// <summary>The seed as a picture.</summary>
    public async Task<IActionResult> OnGetPictureAsync()
    {
        await LoadAsync();
        return _uri is null ? NotFound() : File(QrPicture.Svg(_uri), "image/svg+xml");
    }

    /// <summary>A fresh seed, to be confirmed with a code.</summary>
    public async Task<IActionResult> OnPostStartAsync()
    {
        var own = await LoadAsync();
        if (IsOn) { return LocalRedirect("/account/second-factor"); }
        await audit.DoAsync(HttpContext, Draft("user.second-factor-begin", own), () => users.ResetAuthenticatorKeyAsync(own), Refusal);
        await signIn.SignInAsync(own, isPersistent: true);
        return LocalRedirect("/account/second-factor");
    }

    /// <summary>From now on a sign-in asks for a code.</summary>
    public async Task<IActionResult> OnPostOnAsync()
    {
        var own = await LoadAsync();
        if (IsOn || Seed is null) { return LocalRedirect("/account/second-factor"); }
        if (!await users.VerifyTwoFactorTokenAsync(own, TokenOptions.DefaultAuthenticatorProvider, Code ?? ""))
        {
            return Wrong(nameof(Code), "This is not the code. Look whether the clock of the phone is right.");
        }
        var done = await audit.DoAsync(HttpContext, Draft("user.second-factor-on", own), () => users.SetTwoFactorEnabledAsync(own, true), Refusal);
        return done.Succeeded ? await ShowCodesAsync(own) : Wrong(nameof(Code), done);
    }

    /// <summary>Ten fresh recovery codes; the old ones are dead.</summary>
    public async Task<IActionResult> OnPostCodesAsync()
    {
        var own = await LoadAsync();
        return IsOn ? await ShowCodesAsync(own) : LocalRedirect("/account/second-factor");
    }

    /// <summary>The password alone is enough again.</summary>
    public async Task<IActionResult> OnPostOffAsync()
    {
        var own = await LoadAsync();
        own.Stored = own.Stored with { AuthenticatorKey = null, RecoveryCodes = [] };
        await audit.DoAsync(HttpContext, Draft("user.second-factor-off", own), () => users.SetTwoFactorEnabledAsync(own, false), Refusal);
        await signIn.SignInAsync(own, isPersistent: true);
        return LocalRedirect("/account");
    }

    async Task<IActionResult> ShowCodesAsync(Accounts.Account own)
    {
        var codes = await audit.DoAsync(HttpContext, Draft("user.recovery-codes", own), () => users.GenerateNewTwoFactorRecoveryCodesAsync(own, Codes));
        await signIn.SignInAsync(own, isPersistent: true);
        await LoadAsync();
        FreshCodes = [.. codes ?? []];
        return Page();
    }

    async Task<Accounts.Account> LoadAsync()
    {
        var own = await OwnAsync(users);
        IsOn = own.Stored.TwoFactorEnabled;
        CodesLeft = await users.CountRecoveryCodesAsync(own);
        if (!IsOn && await users.GetAuthenticatorKeyAsync(own) is { } seed)
        {
            Seed = string.Join(' ', seed.Chunk(4).Select(static group => new string(group)));
            var label = Uri.EscapeDataString($"BloxOs {Request.Host.Host}:{own.Email}");
            _uri = $"otpauth://totp/{label}?secret={seed}&issuer={Uri.EscapeDataString($"BloxOs {Request.Host.Host}")}";
        }
        return own;
    }

    static AuditDraft Draft(string action, Accounts.Account own) => new(action) { UserId = own.UserId, Target = own.Email };
}
