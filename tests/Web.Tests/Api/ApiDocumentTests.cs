using System.Net;
using BloxOs.Grains.Keys;
using BloxOs.Web.Tests.Accounts;

namespace BloxOs.Web.Tests.Api;

public sealed class ApiDocumentTests
{
    [Fact, Trait("check", "48")]
    public async Task The_document_is_for_those_who_are_signed_in_and_for_programs_with_a_key()
    {
        await using var host = await ApiHost.StartAsync();
        await (await host.With(null).ReadAsync("/openapi/v1.json")).IsProblemAsync(401);
        await (await host.With("bxk_wrong").ReadAsync("/openapi/v1.json")).IsProblemAsync(401);
        using var browser = host.Accounts.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/openapi/v1.json")).StatusCode);
        using var client = await host.WithKeyAsync(host.OwnerId, KeyScope.Read);
        var document = await (await client.ReadAsync("/openapi/v1.json")).JsonAsync();
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("BLOXOS_SHOW_OPENAPI") is { } path) { await File.WriteAllTextAsync(path, document.ToString(), TestContext.Current.CancellationToken); }
        await (await client.ReadAsync("/openapi/v2.json")).IsProblemAsync(404);
    }
}
