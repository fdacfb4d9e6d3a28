using System.Globalization;
using System.Security.Claims;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Mail;
using BloxOs.Silo.Settings;
using BloxOs.Web.Access;
using BloxOs.Web.Mail;
using BloxOs.Web.Pages.Account;
using BloxOs.Web.Secrets;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Admin;

/// <summary>The mail server, as far as the process's own settings do not say it. Needs a fresh password: whoever sets it reads every reset link.</summary>
[NeedsAdmin, NeedsFreshSignIn]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class MailModel(MailSource source, MailChanges changes, MailTest test) : AccountPage
{
    const int UsualPort = 587;

    static readonly Dictionary<string, string> s_done = new(StringComparer.Ordinal)
    {
        ["saved"] = "Saved. Send a test e-mail to see whether it works.",
        ["off"] = "Mail is off.",
        ["sent"] = "The mail server took the test e-mail. Look into your inbox.",
    };

    /// <summary>In the order of the list.</summary>
    public static IReadOnlyList<MailSecurity> Securities { get; } = [MailSecurity.StartTls, MailSecurity.Tls, MailSecurity.None];

    /// <summary>Name or address.</summary>
    [BindProperty]
    public string? Host { get; set; }

    /// <summary>As typed.</summary>
    [BindProperty]
    public string? Port { get; set; }

    /// <summary>How the way there is encrypted.</summary>
    [BindProperty]
    public MailSecurity Security { get; set; }

    /// <summary>Who signs in there.</summary>
    [BindProperty(Name = "User")]
    public string? SmtpUser { get; set; }

    /// <summary>As typed, or the mask.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Where mail comes from.</summary>
    [BindProperty]
    public string? From { get; set; }

    /// <summary>Where links lead.</summary>
    [BindProperty]
    public string? LinksTo { get; set; }

    /// <summary>The version that the form was made from; 0 when nothing was set.</summary>
    [BindProperty]
    public long Version { get; set; }

    /// <summary>What was done just now: a key of known sentences.</summary>
    [BindProperty(SupportsGet = true, Name = "done")]
    public string? DoneKey { get; set; }

    /// <summary>That sentence; null when nothing was.</summary>
    public string? Done => DoneKey is not null && Message is null ? s_done.GetValueOrDefault(DoneKey) : null;

    /// <summary>What the process's own settings say; null when they do not.</summary>
    public MailSettings? Configured => source.Configured;

    /// <summary>Where links lead by those settings.</summary>
    public Uri? ConfiguredAddress => source.ConfiguredAddress;

    /// <summary>Whether a password is stored.</summary>
    public bool HasPassword { get; private set; }

    /// <summary>The mask of what is stored; nothing that was typed comes back.</summary>
    public string? ShownPassword { get; private set; }

    /// <summary>Whether letters go out.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Whether mail works, in a few words.</summary>
    public string State => IsOn ? "on" : "off: links are shown for copying";

    /// <summary>Where a test e-mail goes.</summary>
    public string OwnEmail => User.FindFirstValue(ClaimTypes.Email) ?? "";

    /// <summary>What a way of encryption is called.</summary>
    public static string SecurityText(MailSecurity security) => security switch
    {
        MailSecurity.Tls => "TLS from the first byte, usually port 465",
        MailSecurity.None => "none, for a server on this machine without a password",
        _ => "STARTTLS, usually port 587",
    };

    /// <summary>The form.</summary>
    public async Task OnGetAsync()
    {
        var stored = await LoadAsync();
        (Host, Port, Security, SmtpUser, From) = (stored?.Host, (stored?.Port ?? UsualPort).ToString(CultureInfo.InvariantCulture), stored?.Security ?? MailSecurity.StartTls, stored?.User, stored?.From);
        LinksTo = stored?.LinksTo ?? $"{Request.Scheme}://{Request.Host}";
        Version = stored?.Version ?? 0;
    }

    /// <summary>Saves it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var stored = await LoadAsync();
        if (changes.Locked is { } locked) { return Refused(locked); }
        if (!ModelState.IsValid && ModelState.TryGetValue(nameof(Security), out var security) && security.Errors.Count > 0) { return Wrong(nameof(Security), "Choose how the way there is encrypted."); }
        if (!int.TryParse(Port, NumberStyles.None, CultureInfo.InvariantCulture, out int port)) { return Wrong(nameof(Port), "A port is a whole number from 1 to 65535."); }
        if (Version != (stored?.Version ?? 0)) { return Refused("Somebody else changed this meanwhile. Look at what is set now, then change it again."); }
        var (fault, result) = await changes.SaveAsync(HttpContext, new(Host, port, Security, SmtpUser, Password, From, LinksTo), stored);
        if (fault is not null) { return Wrong(fault.Field, fault.Words); }
        return result.Outcome is ChangeOutcome.Done ? LocalRedirect("/admin/mail?done=saved") : Refused("Somebody else changed this meanwhile. Look at what is set now, then change it again.");
    }

    /// <summary>Sends a letter to the administrator himself.</summary>
    public async Task<IActionResult> OnPostTestAsync()
    {
        ModelState.Clear();
        if (await test.SendAsync(OwnEmail, HttpContext.RequestAborted) is not { } wrong) { return LocalRedirect("/admin/mail?done=sent"); }
        await OnGetAsync();
        return Refused("No e-mail was sent. " + wrong);
    }

    /// <summary>Forgets it all.</summary>
    public async Task<IActionResult> OnPostRemoveAsync()
    {
        ModelState.Clear();
        if (await LoadAsync() is not { } stored) { return NotFound(); }
        long shown = Version;
        var result = stored.Version == shown ? await changes.RemoveAsync(HttpContext, stored) : ChangeResult.Changed(stored.Version);
        if (result.Outcome is ChangeOutcome.Done) { return LocalRedirect("/admin/mail?done=off"); }
        await OnGetAsync();
        return Refused("Somebody else changed this meanwhile. Nothing was turned off.");
    }

    async Task<MailOptions?> LoadAsync()
    {
        var stored = Configured is null ? await source.StoredAsync(HttpContext.RequestAborted) : null;
        HasPassword = stored?.Password is not null;
        ShownPassword = MaskedSecret.Of(stored?.Password);
        IsOn = await source.FindAsync(HttpContext.RequestAborted) is not null;
        return stored;
    }

    Microsoft.AspNetCore.Mvc.RazorPages.PageResult Refused(string words)
    {
        Message = words;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }
}
