using BloxOs.Grains.Farms;
using BloxOs.Grains.Mail;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Mail;
using BloxOs.Web.Secrets;

namespace BloxOs.Web.Api;

/// <summary>The mail server.</summary>
/// <param name="Host">Name or address; null when this server sends no mail.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">How the way there is encrypted.</param>
/// <param name="User">Who signs in there; null when nobody does.</param>
/// <param name="Password">Dots that stand for the stored password; null when there is none.</param>
/// <param name="From">The address that mail comes from.</param>
/// <param name="LinksTo">Where links in mail lead.</param>
/// <param name="Locked">The server's own settings say all this: it cannot be changed here.</param>
internal sealed record MailAnswer(string? Host, int? Port, MailSecurity? Security, string? User, string? Password, string? From, string? LinksTo, bool Locked)
{
    /// <summary>Without what is secret.</summary>
    public override string ToString() => $"mail through {Host}:{Port}";
}

/// <summary>The mail server that is wanted.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">25, 465, 587 or 2525; any for hosts that the server's settings allow.</param>
/// <param name="From">The address that mail comes from.</param>
/// <param name="Security">How the way there is encrypted.</param>
/// <param name="User">Who signs in there; left out: nobody.</param>
/// <param name="Password">His password; the dots of an answer keep what is stored, for the same host and port only.</param>
/// <param name="LinksTo">Where links in mail lead, such as https://rigs.example.org; needed unless the server's own settings say it.</param>
internal sealed record MailInput(string Host, int Port, string From, MailSecurity Security = MailSecurity.StartTls, string? User = null, string? Password = null, string? LinksTo = null)
{
    /// <summary>Without what is secret.</summary>
    public override string ToString() => $"mail through {Host}:{Port}";
}

/// <summary>How a test e-mail went.</summary>
/// <param name="Sent">The mail server took it.</param>
/// <param name="Reason">Why it did not; null when it did.</param>
internal sealed record MailTestAnswer(bool Sent, string? Reason);

/// <summary><c>/mail</c>, for administrators with an access token.</summary>
internal static class MailApi
{
    const string Fresh = " Needs a password that was entered less than ten minutes ago.";

    public static void Map(RouteGroupBuilder api)
    {
        var mail = api.MapGroup("/mail").WithTags("Mail");
        mail.MapGet("", Get).Operation("mailGet", "Get the mail server", "The password comes as dots. The ETag stands for what is set.", new NeedsAdminAttribute())
            .Produces<MailAnswer>();
        mail.MapPut("", Put).Operation("mailSet", "Set the mail server", "What is left out is empty then. With If-Match only when it is still as it was read." + Fresh, new NeedsAdminAttribute(), fresh: true)
            .TakesBody().Problems(409, 412).Produces<MailAnswer>();
        mail.MapDelete("", Delete).Operation("mailRemove", "Send no mail", "Forgets server and password." + Fresh, new NeedsAdminAttribute(), fresh: true)
            .Problems(409, 412).Produces(StatusCodes.Status204NoContent);
        mail.MapPost("/test", Test).Operation("mailTest", "Send a test e-mail", "To the caller's own address, at once. The answer says whether the mail server took it." + Fresh, new NeedsAdminAttribute(), fresh: true)
            .Produces<MailTestAnswer>();
    }

    static async Task<IResult> Get(HttpContext http, MailSource source)
    {
        if (source.Configured is { } set)
        {
            return TypedResults.Ok(new MailAnswer(set.Host, set.Port, set.Security, set.User, MaskedSecret.Of(set.Password), set.From, Text(source.ConfiguredAddress), true));
        }
        var stored = await source.StoredAsync(http.RequestAborted);
        ApiChange.Tag(http, stored?.Version ?? 0);
        return TypedResults.Ok(new MailAnswer(
            stored?.Host, stored?.Port, stored?.Security, stored?.User, MaskedSecret.Of(stored?.Password), stored?.From, Text(source.ConfiguredAddress) ?? stored?.LinksTo, false));
    }

    static async Task<IResult> Put(HttpContext http, MailSource source, MailChanges changes, MailInput input)
    {
        if (changes.Locked is { } locked) { return ApiProblem.Of(StatusCodes.Status409Conflict, locked); }
        var wish = new MailWish(input.Host, input.Port, input.Security, input.User, input.Password, input.From, input.LinksTo);
        var wrong = await ApiChange.DoAsync<MailOptions?>(http, () => ReadAsync(http, source), async stored =>
        {
            var (fault, result) = await changes.SaveAsync(http, wish, stored);
            return (fault is null ? null : ApiProblem.Invalid($"{char.ToLowerInvariant(fault.Field[0])}{fault.Field[1..]}: {fault.Words}"), result);
        });
        return wrong ?? await Get(http, source);
    }

    static async Task<IResult> Delete(HttpContext http, MailSource source, MailChanges changes)
    {
        if (changes.Locked is { } locked) { return ApiProblem.Of(StatusCodes.Status409Conflict, locked); }
        return await ApiChange.DoAsync<MailOptions?>(http, () => ReadAsync(http, source), async stored => (null, stored is null ? ChangeResult.NotFound : await changes.RemoveAsync(http, stored)))
            ?? TypedResults.NoContent();
    }

    static async Task<IResult> Test(HttpContext http, MailTest test, IGrainFactory grains)
    {
        if (await grains.GetGrain<IUserGrain>(http.Granted().Caller.UserId).Find() is not { } own) { return ApiProblem.NotFound(); }
        string? wrong = await test.SendAsync(own.Email, http.RequestAborted);
        return TypedResults.Ok(new MailTestAnswer(wrong is null, wrong));
    }

    static async Task<(MailOptions? Thing, long Version)?> ReadAsync(HttpContext http, MailSource source)
    {
        var stored = await source.StoredAsync(http.RequestAborted);
        return (stored, stored?.Version ?? 0);
    }

    static string? Text(Uri? address) => address?.ToString().TrimEnd('/');
}
