using System.Text.Json;
using System.Text.RegularExpressions;
using BloxOs.Protocol;

namespace BloxOs.Browser.Tests;

/// <summary>Forms that refuse what people type, and give it back: each is sent what no browser would let through.</summary>
/// <param name="owner">Who owns the server.</param>
/// <param name="farm">Path of the farm.</param>
/// <param name="checkAsync">Looks at the page of somebody; gives the fields whose marks it says.</param>
internal sealed partial class HostileForms(Visitor owner, string farm, Func<Visitor, Task<HashSet<string>>> checkAsync)
{
    /// <summary>Fields that nothing but these forms fills.</summary>
    public static readonly string[] Fields =
    [
        "add", "remove", "first", "renamed", "peoplemail", "invitemail", "account", "newmail", "regname", "regmail", "forgot", "joined", "setupcode", "setupname", "setupmail", "setupfarm",
    ];

    /// <summary>The first run, before there is anybody.</summary>
    public static async Task SetUpAsync(WebServer server, Visitor nobody, Func<Visitor, Task<HashSet<string>>> checkAsync)
    {
        var forms = new HostileForms(nobody, "", checkAsync);
        await forms.RefusedAsync(nobody, "/setup", "form", ("[name='Form.Code']", "setupcode"));
        await nobody.Page.FillAsync("[name='Form.Code']", server.SetUpCode);
        await nobody.Page.ClickAsync("button.primary");
        await nobody.Page.WaitForSelectorAsync("[name='Form.Email']");
        await forms.RefusedAsync(nobody, null, "form", ("[name='Form.DisplayName']", "setupname"), ("[name='Form.Email']", "setupmail"), ("[name='Form.FarmName']", "setupfarm"));
    }

    /// <summary>What the owner of a farm fills.</summary>
    /// <param name="rig">Path of a rig.</param>
    public async Task OwnAsync(string rig)
    {
        await BatchAsync("tags", ("#add", "add"), ("#remove", "remove"));
        await BatchAsync("rename", ("#first", "first"));
        await RefusedAsync(owner, farm + "/people", "#invite", ("#email", "peoplemail"));
        await RefusedAsync(owner, "/admin/users/invite", "form[action='/admin/users/invite']", ("[name=Email]", "invitemail"));
        await RefusedAsync(owner, "/account", "form[action='/account']", TooLong("[name=DisplayName]", "account"));
        await RefusedAsync(owner, "/account/email", "main form:has([name=Email])", ("[name=Email]", "newmail"));
        await RefusedAsync(owner, rig + "/confirm?kind=UpdateAgent", "form.card", ("#version", "orderversion"));
        await owner.Page.GotoAsync(farm + "/views");
        await owner.Page.FillAsync(".people input[name=name]", HostileRig.Mark("renamed"));
        await owner.Page.RunAndWaitForResponseAsync(() => owner.Page.ClickAsync(".people form[action$='handler=Rename'] button"), static answer => answer.Request.Method == "POST");
        await owner.Page.LoadedAsync();
        Assert.Contains("renamed", await checkAsync(owner));
    }

    /// <summary>What a stranger sees who was given a link, and what he can fill.</summary>
    /// <param name="guest">Nobody is signed in there.</param>
    public async Task StrangerAsync(Visitor guest)
    {
        await owner.Page.GotoAsync(farm + "/people");
        await owner.Page.ClickAsync("#invite button.primary");
        string link = new Uri(await owner.Page.InnerTextAsync("#invite-link")).AbsolutePath, register = "/register?invite=" + link.Split('/')[^1];
        foreach (string path in new[] { link, register })
        {
            await guest.Page.GotoAsync(path);
            Assert.Contains("farm", await checkAsync(guest));
        }
        await RefusedAsync(guest, register, "form", TooLong("[name=DisplayName]", "regname"), ("[name=Email]", "regmail"));
        await RefusedAsync(guest, "/forgot", "form", ("[name=Email]", "forgot"));
        await owner.Page.GotoAsync(link);
        Assert.Contains("farm", await checkAsync(owner));
    }

    /// <summary>A machine with a host name of its own joins by a code.</summary>
    public async Task JoinAsync()
    {
        var page = owner.Page;
        await page.GotoAsync(farm + "/enrollment");
        await page.ClickAsync("form[data-once] button.primary");
        string code = Code().Match(await page.InnerTextAsync("#join-line")).Value;
        var answer = await page.APIRequest.PostAsync(new Uri(new(page.Url), AgentEndpoint.EnrollPath).ToString(), new()
        {
            Headers = [new("Authorization", "Bearer " + code), new("Content-Type", "application/json")],
            Data = JsonSerializer.Serialize(new EnrollRequest { Key = "abcdefghijklmnopqrstuvwxyz", HostName = HostileRig.Mark("joined") }, ProtocolJson.Default.EnrollRequest),
        });
        Assert.True(answer.Ok, await answer.TextAsync());
    }

    async Task BatchAsync(string act, params (string Field, string Mark)[] fields)
    {
        var page = owner.Page;
        await page.GotoAsync(farm);
        await page.Locator(".rig .pick input").First.CheckAsync(new() { Force = true });
        await page.ClickAsync($"#batch button[value={act}]");
        await page.WaitForSelectorAsync("form.card h1");
        await RefusedAsync(owner, null, "form.card", [.. fields.Select(static one => TooLong(one.Field, one.Mark))]);
    }

    /// <summary>Longer than any name or number may be, so that it is refused for that.</summary>
    static (string Field, string Mark) TooLong(string field, string mark) => (field, mark + Long);

    const string Long = "+long";

    /// <summary>Opens a page unless it is there, fills a form, sends it, is refused, and looks at what comes back.</summary>
    async Task RefusedAsync(Visitor who, string? path, string form, params (string Field, string Mark)[] fields)
    {
        var page = who.Page;
        if (path is not null) { await who.OpenAsync(path); }
        await page.EvaluateAsync("form => { const all = document.querySelector(form); all.noValidate = true; for (const field of all.querySelectorAll('input:not([type=hidden], [type=password], [type=checkbox], [type=radio])')) { field.type = 'text'; field.removeAttribute('maxlength'); } }", form);
        foreach (var (field, mark) in fields)
        {
            await page.FillAsync($"{form} {field}", mark.EndsWith(Long, StringComparison.Ordinal) ? HostileRig.Mark(mark[..^Long.Length]) + new string('x', 80) : HostileRig.Mark(mark));
        }
        var answer = await page.RunAndWaitForResponseAsync(() => page.PressAsync($"{form} {fields[^1].Field}", "Enter"), static answer => answer.Request.Method == "POST");
        Assert.True(answer.Status is >= 400 and < 500, $"{page.Url} took {string.Join(", ", fields)}: {answer.Status}");
        await page.WaitForSelectorAsync("main .error, main .note.bad, .error[id], .note.bad");
        who.Forgive(static one => one.StartsWith("Failed to load resource", StringComparison.Ordinal) || one.StartsWith("Response Status Error", StringComparison.Ordinal));   // that it was refused
        await checkAsync(who);
    }

    [GeneratedRegex("bxe_[a-z0-9_]+")]
    private static partial Regex Code();
}
