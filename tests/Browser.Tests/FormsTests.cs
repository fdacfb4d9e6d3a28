using System.Globalization;
using BloxOs.TestServers;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>Forms whose answer takes the place of the page's main part, with and without scripts, and by keyboard alone.</summary>
[Collection(OwnedGroup.Name)]
public sealed class FormsTests(OwnedServer owned)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fault_stands_at_its_field_and_nothing_typed_is_lost_with_and_without_scripts(bool javaScript)
    {
        await using var owner = await owned.VisitAsync(javaScript: javaScript);
        await owner.Page.GotoAsync("/admin/mail");
        await owner.Page.FillAsync("[name=Host]", "mail.example.org");
        await owner.Page.FillAsync("[name=Port]", "1e3");
        await owner.Page.FillAsync("[name=From]", "bloxos@example.org");
        await owner.Page.ClickAsync("form[action='/admin/mail'] button.primary");
        await owner.Page.WaitForSelectorAsync("#f-Port-e");
        Assert.Equal("mail.example.org", await owner.Page.InputValueAsync("[name=Host]"));
        Assert.Equal("1e3", await owner.Page.InputValueAsync("[name=Port]"));
        Assert.Equal("true", await owner.Page.GetAttributeAsync("[name=Port]", "aria-invalid"));
        await owner.Page.FillAsync("[name=Port]", "587");
        await owner.Page.ClickAsync("form[action='/admin/mail'] button.primary");
        await owner.Page.Locator("main", new() { HasText = "Saved." }).WaitForAsync();

        await owner.Page.GotoAsync(owned.Farm + "/people");
        await owner.Page.FillAsync("#email", "jon@example.org");
        await owner.Page.ClickAsync("#invite button.primary");
        await owner.Page.WaitForSelectorAsync("#invite-link");
        await owner.Page.ClickAsync("form[action$='handler=Revoke'] button");
        await owner.Page.Locator("main", new() { HasText = "None. An invitation shows up here" }).WaitForAsync();
        Assert.DoesNotContain(owner.Complaints, static one => !one.StartsWith("Failed to load resource", StringComparison.Ordinal));
    }

    /// <summary>India is five and a half hours ahead of UTC all year.</summary>
    [Fact]
    public async Task Times_are_those_of_the_viewers_zone()
    {
        await using var owner = await owned.VisitAsync(timeZone: "Asia/Kolkata");
        await owner.Page.GotoAsync(owned.Farm + "/enrollment");
        await owner.Page.ClickAsync("form[data-once] button.primary");
        await owner.Page.WaitForSelectorAsync("#join-line");
        await owner.UntilAsync("document.querySelector('main time') !== null && document.querySelector('time[data-moment]') === null");
        await AssertMomentAsync(owner.Page, "MMM d, yyyy, h:mm tt");

        await owner.Page.GotoAsync(owned.Farm + "/people");
        await owner.Page.FillAsync("#email", "ines@example.org");
        await owner.Page.ClickAsync("#invite button.primary");
        string link = await owner.Page.InnerTextAsync("#invite-link");
        var cookies = await owner.Page.Context.CookiesAsync();
        await owner.Page.Context.ClearCookiesAsync();   // whoever gets it is not signed in
        await owner.Page.GotoAsync(link.Trim());
        await owner.UntilAsync("document.querySelector('main time') !== null && document.querySelector('time[data-moment]') === null");
        await AssertMomentAsync(owner.Page, "MMM d, yyyy, h:mm tt");
        await owner.Page.Context.AddCookiesAsync(cookies.Select(static one => new Cookie { Name = one.Name, Value = one.Value, Domain = one.Domain, Path = one.Path, HttpOnly = one.HttpOnly, Secure = one.Secure, SameSite = one.SameSite }));
        await owner.Page.GotoAsync(owned.Farm + "/people");
        await owner.Page.ClickAsync("form[action$='handler=Revoke'] button");
        await owner.Page.Locator("main", new() { HasText = "None. An invitation shows up here" }).WaitForAsync();
    }

    static async Task AssertMomentAsync(IPage page, string format)
    {
        var time = page.Locator("main time").First;
        var at = DateTimeOffset.Parse((await time.GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture).ToOffset(new(5, 30, 0));
        Assert.Equal(at.ToString(format, CultureInfo.InvariantCulture), (await time.InnerTextAsync()).Replace('\u202f', ' '));
    }

    /// <summary>The other half: <c>TextTests.Ages_and_durations_are_those_that_the_browser_lets_tick</c>.</summary>
    [Fact]
    public async Task Ages_and_durations_tick_by_the_rules_of_the_server()
    {
        await using var owner = await owned.VisitAsync();
        await owner.Page.GotoAsync("/audit");
        // The browser's clock stands, so that "119 s" is not 120 by the time it is read.
        string[][] ticked = await owner.Page.EvaluateAsync<string[][]>("""
            all => {
              const now = Date.now(), server = Number(document.documentElement.dataset.now);
              Date.now = () => now;
              document.dispatchEvent(new CustomEvent("blox:time", { detail: server }));
              const made = all.map(seconds => ["age", "span"].map(kind => {
                const e = document.createElement("span");
                e.dataset.at = new Date(server - seconds * 1000).toISOString();
                e.dataset.age = kind;
                document.getElementById("main").append(e);
                return e;
              }));
              document.dispatchEvent(new Event("blox:drawn"));
              return made.map(pair => pair.map(e => e.textContent));
            }
            """, AgeTable.Rows.Select(static row => row.Seconds).ToArray());
        Assert.Equal(AgeTable.Rows, AgeTable.Rows.Select((row, i) => (row.Seconds, ticked[i][0], ticked[i][1])));
    }

    [Fact]
    public async Task A_form_is_filled_in_and_sent_by_keyboard_and_the_wrong_field_has_the_focus_then()
    {
        await using var owner = await owned.VisitAsync(390, 844);
        await owner.Page.GotoAsync("/admin/mail");
        await owner.Page.FocusAsync("[name=Host]");
        var keys = owner.Page.Keyboard;
        await keys.PressAsync("Control+A");
        await keys.TypeAsync("mail.example.org");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Control+A");
        await keys.TypeAsync("6379");
        foreach (string _ in new[] { "encryption", "user", "password", "from" }) { await keys.PressAsync("Tab"); }
        await keys.TypeAsync("bloxos@example.org");
        await keys.PressAsync("Enter");
        await owner.Page.WaitForSelectorAsync("#f-Port-e");
        await owner.UntilAsync("document.activeElement?.name === 'Port'");
        await keys.PressAsync("Control+A");
        await keys.TypeAsync("587");
        await keys.PressAsync("Enter");
        await owner.Page.Locator("main", new() { HasText = "Saved." }).WaitForAsync();
    }

    /// <summary>A form takes its first button for Return. In this table that would be the one that empties the first row.</summary>
    [Fact]
    public async Task Return_in_the_table_of_heat_bands_saves_what_was_typed_and_empties_no_row()
    {
        await using var owner = await owned.VisitAsync();
        var page = owner.Page;
        string farm = await new BatchWalk(owner, owned.Server.Url).FarmAsync("Warm hall"), heat = farm + "/heat";
        string first = "[name=Core] >> nth=0", model = "input[name=Model][type=text] >> nth=0", memory = "[name=Memory] >> nth=1";
        await page.GotoAsync(heat);
        await page.FillAsync(first, "55/65/75");
        await ReturnAsync(first);
        Assert.Equal("55/65/75 80/90/100 80/90/100 60 99/97/95", await SavedAsync());   // the first row is saved in full
        await page.Locator("button[name=Clear]").First.WaitForAsync();   // by now there is such a button

        await page.FillAsync(model, "3080");
        await page.FillAsync(memory, "84/94/104");
        await ReturnAsync(model);
        Assert.Equal("55/65/75 80/90/100 80/90/100 60 99/97/95 3080 84/94/104", await SavedAsync());
        await ReturnAsync(memory);   // as it is
        Assert.Equal("55/65/75 80/90/100 80/90/100 60 99/97/95 3080 84/94/104", await SavedAsync());

        await page.GotoAsync(heat);
        await page.FillAsync(first, "75/65/55");
        await page.FocusAsync(first);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#row-0-e");
        Assert.Equal("75/65/55 80/90/100 80/90/100 60 99/97/95 3080 84/94/104", await TypedAsync());   // refused: it is still there to be mended
        Assert.Equal("55/65/75 80/90/100 80/90/100 60 99/97/95 3080 84/94/104", await SavedAsync());

        // Each change once, and no other.
        await page.GotoAsync("/audit?what=farm.settings");
        Assert.Equal(2, await page.Locator("tbody tr", new() { HasText = "Warm hall" }).CountAsync());

        async Task ReturnAsync(string field)
        {
            await page.EvaluateAsync("window.before = true");
            await page.FocusAsync(field);
            await page.Keyboard.PressAsync("Enter");
            await owner.UntilAsync("!window.before && location.search === '?saved=true' && document.querySelector('.note.ok') !== null");
        }

        Task<string> TypedAsync() => page.EvaluateAsync<string>("[...document.querySelectorAll('table.fields :is(input[type=text])')].map(e => e.value).filter(v => v).join(' ')");

        async Task<string> SavedAsync()
        {
            await page.GotoAsync(heat);
            return await TypedAsync();
        }
    }
}
