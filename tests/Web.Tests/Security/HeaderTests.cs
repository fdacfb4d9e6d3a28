using System.Net;
using BloxOs.Web.Security;
using BloxOs.Web.Tests.Accounts;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace BloxOs.Web.Tests.Security;

public sealed class HeaderTests
{
    [Fact, Trait("check", "17"), Trait("check", "18"), Trait("check", "52")]
    public async Task Every_answer_carries_the_headers_also_errors()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = await SessionTests.SignedInAsync(host);
        foreach (var path in new[] { "/sign-in", "/setup", "/", "/farms/not-there", "/healthz/live", "/who", "/form", "/not-there", "/throws" })
        {
            var answer = await browser.GetAsync(path);
            Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Header(answer, "Content-Security-Policy"));
            Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
            Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
            Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
            Assert.Equal("no-store", Header(answer, "Cache-Control"));
            Assert.False(answer.Headers.Contains("Server"), path);
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"), path);
        }
        using var secure = host.BrowseSecurely();
        Assert.Equal("max-age=31536000; includeSubDomains", Header(await secure.GetAsync("/sign-in"), "Strict-Transport-Security"));
    }

    [Fact, Trait("check", "17")]
    public async Task A_page_has_nothing_that_the_policy_refuses()
    {
        await using var host = await AccountsHost.StartAsync();
        using var browser = host.Browse();
        var setup = await browser.ReadAsync(await browser.GetAsync("/setup"));
        await using var owned = await AccountsHost.StartWithOwnerAsync();
        using var other = owned.Browse();
        var signIn = await other.ReadAsync(await other.GetAsync("/sign-in"));
        foreach (var page in new[] { setup, signIn })
        {
            Assert.Contains("class=\"door", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("style=", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("not encrypted", page, StringComparison.Ordinal);   // loopback
        }
    }

    [Fact, Trait("check", "46")]
    public async Task An_error_says_nothing_of_the_inside()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        var answer = await browser.GetAsync("/throws");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var page = await browser.ReadAsync(answer);
        Assert.Contains("Something failed", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret of the inside", page, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", page, StringComparison.Ordinal);
        Assert.Contains("Try again", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_ready_says_so_and_is_asked_again_by_the_page_itself()
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        http.Request.Headers.Accept = "text/html";
        using var body = new MemoryStream();
        http.Response.Body = body;
        http.Features.Set<IExceptionHandlerFeature>(new ExceptionHandlerFeature { Error = new TimeoutException("secret of the inside") });
        await ErrorAnswers.OnExceptionAsync(http);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, http.Response.StatusCode);
        Assert.Equal("5", http.Response.Headers.RetryAfter);
        string page = System.Text.Encoding.UTF8.GetString(body.ToArray());
        Assert.Contains("http-equiv=\"refresh\" content=\"5\"", page, StringComparison.Ordinal);
        Assert.Contains("its database does not answer", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret of the inside", page, StringComparison.Ordinal);

        http.Request.Method = "POST";   // a form is never sent again by itself
        body.SetLength(0);
        await ErrorAnswers.OnExceptionAsync(http);
        Assert.DoesNotContain("http-equiv", System.Text.Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }

    static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
