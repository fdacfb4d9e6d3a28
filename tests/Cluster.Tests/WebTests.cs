using System.Net;
using System.Text.RegularExpressions;

namespace BloxOs.Cluster.Tests;

/// <summary>The web process of a cluster has no silo: what it shows of rigs and farms comes from the grains of others.</summary>
public sealed partial class WebTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("check", "33")]
    public async Task Set_up_works_through_a_web_process_and_a_second_one_shares_the_keys_of_sessions_and_the_audit_log()
    {
        await using var cluster = await TestCluster.StartAsync(Cancellation);
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { BaseAddress = cluster.WebUrl };
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        string setup = await browser.GetStringAsync("/", Cancellation);
        Assert.Contains("Set up BloxOs", setup, StringComparison.Ordinal);
        string code = CodeOnConsole().Match(cluster.Web.Output).Value;
        Assert.NotEmpty(code);
        string farm = await PostAsync(browser, "/setup?handler=Owner", setup, new()
        {
            ["Form.Code"] = code,
            ["Form.DisplayName"] = "Mara",
            ["Form.Email"] = "mara@example.org",
            ["Form.Password"] = "a sentence is fine, they said",
            ["Form.FarmName"] = "Garage South",
        });
        Assert.Contains("Garage South", farm, StringComparison.Ordinal);

        using var strangeHandler = new HttpClientHandler();
        using var stranger = new HttpClient(strangeHandler) { BaseAddress = cluster.WebUrl };
        stranger.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        Assert.DoesNotContain("Garage South", await stranger.GetStringAsync("/", Cancellation), StringComparison.Ordinal);

        var second = await cluster.AddWebAsync(Cancellation);
        Assert.Contains("Garage South", await browser.GetStringAsync(second, Cancellation), StringComparison.Ordinal);
        Assert.Contains("Server set up", await browser.GetStringAsync(new Uri(second, "/audit"), Cancellation), StringComparison.Ordinal);
    }

    static async Task<string> PostAsync(HttpClient browser, string path, string page, Dictionary<string, string> form)
    {
        form["__RequestVerificationToken"] = FormToken().Match(page).Groups[1].Value;
        using var answer = await browser.PostAsync(path, new FormUrlEncodedContent(form), Cancellation);
        string text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")]
    private static partial Regex CodeOnConsole();
}
