using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace BloxOs.Web.Tests.Accounts;

/// <summary>One person's browser as far as a test needs it: cookies, forms with their hidden fields, no redirects by itself.</summary>
internal sealed partial class Browser : IDisposable
{
    readonly SocketsHttpHandler _handler;

    public Browser(Uri server, X509Certificate2 trusted)
    {
        _handler = new()
        {
            AllowAutoRedirect = false,
            CookieContainer = Cookies,
            Expect100ContinueTimeout = TimeSpan.FromMinutes(1),
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == trusted.GetCertHashString() },
        };
        Client = new(_handler) { BaseAddress = server };
        Client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public HttpClient Client { get; }

    public CookieContainer Cookies { get; } = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path, Cancellation);

    public Task<string> ReadAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Cancellation);

    /// <summary>Opens the page and posts that form of it which goes there, with its own antiforgery token: a form without one fails as in a browser.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string formPath, string postPath, params (string Name, string Value)[] fields)
    {
        var page = await ReadAsync(await GetAsync(formPath));
        return await PostAsync(postPath, [.. fields, ("__RequestVerificationToken", Token(FormTo(page, formPath, postPath)))]);
    }

    /// <summary>Without an action a form goes to its own page, and its buttons may name handlers of that.</summary>
    static string FormTo(string page, string formPath, string postPath)
    {
        foreach (var form in Forms().Matches(page).Select(static one => one.Value))
        {
            var action = WebUtility.HtmlDecode(Action().Match(form[..form.IndexOf('>', StringComparison.Ordinal)]).Groups[1].Value);
            if (action == postPath || (action.Length == 0 && Path(postPath) == Path(formPath))) { return form; }
        }
        return Forms().IsMatch(page) ? "" : page;

        static string Path(string path) => path.Split('?')[0];
    }

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, path, fields);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, (string Name, string Value)[] fields, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (fields.Length > 0) { request.Content = new FormUrlEncodedContent(fields.Select(static one => KeyValuePair.Create(one.Name, one.Value))); }
        foreach (var (name, value) in headers) { request.Headers.TryAddWithoutValidation(name, value); }
        return await SendAsync(request);
    }

    /// <summary>Asks first whether a long body is wanted: a server that answers and closes while it is being sent would look like a broken connection.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        request.Headers.ExpectContinue = request.Content?.Headers.ContentLength > 32 * 1024;
        return Client.SendAsync(request, Cancellation);
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string path = "/sign-in") =>
        SubmitAsync(path, path, ("Email", email), ("Password", password));

    public static string Token(string html) => TokenField().Match(html).Groups[1].Value;

    public void Dispose()
    {
        Client.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("""[ ]action="([^"]*)""")]
    private static partial Regex Action();

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex TokenField();
}
