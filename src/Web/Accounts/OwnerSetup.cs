using BloxOs.Grains.Setup;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Checks the set-up code and makes the owner.</summary>
internal sealed class OwnerSetup(
    SetupGate gate, SetupCodeAnnouncer announcer, AddressLimit addresses, PasswordWork work, IPasswordHasher<Account> hasher, IAuditTrail audit)
{
    /// <summary>Whether this is the code; a wrong one counts, for the code and for the network address.</summary>
    public async Task<SetupAnswer> CheckAsync(string code, HttpContext http)
    {
        var from = NetworkAddress.Of(http.Connection.RemoteIpAddress);
        if (addresses.Begin(from) is { } wait) { return SetupAnswer.TooSoon(wait); }
        var outcome = await AccountStore.AskAsync(() => gate.Grain.CheckCode(code), http.RequestAborted);
        return await AnswerAsync(new(outcome), from, http.RequestAborted);
    }

    /// <summary>Makes the owner. The form is valid; the code is checked before the password is hashed, and again when the owner is made.</summary>
    public async Task<SetupAnswer> CreateAsync(OwnerForm form, string normalisedEmail, HttpContext http)
    {
        var checkedCode = await CheckAsync(form.Code, http);
        if (checkedCode.Outcome is not SetupOutcome.Done) { return checkedCode; }

        using var place = await work.EnterAsync(http.RequestAborted);
        if (place is null) { return SetupAnswer.Busy; }
        var request = new OwnerRequest
        {
            Code = form.Code,
            Email = form.Email.Trim(),
            NormalizedEmail = normalisedEmail,
            DisplayName = form.DisplayName.Trim(),
            PasswordHash = hasher.HashPassword(Account.Nobody, form.Password),
            SecurityStamp = SecurityStamp.New(),
            FarmName = form.FarmName.Trim(),
        };
        var result = await audit.DoAsync(http, new("server.set-up") { Target = request.Email, Changes = [new("farm", null, request.FarmName)] },
            () => AccountStore.AskAsync(() => gate.Grain.CreateOwner(request), http.RequestAborted),
            static made => made.Outcome is SetupOutcome.Done ? null : made.Outcome.ToString());
        return await AnswerAsync(result, from: null, http.RequestAborted);
    }

    async Task<SetupAnswer> AnswerAsync(OwnerResult result, string? from, CancellationToken cancellation)
    {
        if (result.Outcome is SetupOutcome.Done && from is not null) { addresses.Succeeded(from); }
        if (result.Outcome is SetupOutcome.NoLiveCode) { await announcer.RenewAsync(cancellation); }
        return SetupAnswer.Of(result);
    }
}
