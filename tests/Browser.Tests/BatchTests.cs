namespace BloxOs.Browser.Tests;

/// <summary>What is done to ticked rigs, to its end.</summary>
[Collection(OwnedGroup.Name)]
public sealed class BatchTests(OwnedServer owned)
{
    [Fact]
    public async Task Ticked_rigs_get_tags_another_farm_names_and_their_end_and_no_other_rig_is_touched()
    {
        await using var owner = await owned.VisitAsync();
        var walk = new BatchWalk(owner, owned.Server.Url);
        string first = await walk.FarmAsync("Hall A"), second = await walk.FarmAsync("Hall B");
        var tokens = new Dictionary<string, string>();
        for (int i = 1; i <= 6; i++) { tokens[$"hall-{i}"] = await WebServer.AddRigAsync(owner, first, $"hall-{i}"); }

        await walk.ChooseAsync(first, "tags", "hall-2", "hall-3");
        await owner.Page.FillAsync("#add", "cold, row 4");
        await walk.DoAsync("Change tags");
        await walk.HasAsync(first, "hall-1", "hall-2 cold row 4", "hall-3 cold row 4", "hall-4", "hall-5", "hall-6");

        await walk.ChooseAsync(first, "move", "hall-3", "hall-4");
        await owner.Page.SelectOptionAsync("#to", new Microsoft.Playwright.SelectOptionValue { Label = "Hall B" });
        await walk.DoAsync("Move");
        await walk.HasAsync(first, "hall-1", "hall-2 cold row 4", "hall-5", "hall-6");
        await walk.HasAsync(second, "hall-3 cold row 4", "hall-4");

        await walk.ChooseAsync(first, "rename", "hall-5", "hall-6");
        await owner.Page.FillAsync("#pattern", "new-{n:000}");
        await owner.Page.ClickAsync("[data-again]");
        await owner.Page.WaitForSelectorAsync(".names b:has-text('new-002')");
        await walk.DoAsync("Rename");
        await walk.HasAsync(first, "hall-1", "hall-2 cold row 4", "new-001", "new-002");

        await walk.ChooseAsync(first, "delete", "hall-1", "new-002");
        await owner.Page.ClickAsync("form.card footer button.danger");   // without the tick: the browser asks for it
        Assert.False(await owner.Page.EvaluateAsync<bool>("document.querySelector('form.card').checkValidity()"));
        await owner.Page.CheckAsync("[name=sure]");
        await walk.DoAsync("Delete");
        await walk.HasAsync(first, "hall-2 cold row 4", "new-001");
        await walk.HasAsync(second, "hall-3 cold row 4", "hall-4");
        await walk.HasAsync(owned.Farm, "fir-01", "oak-07");
        foreach (var (rig, token) in tokens) { Assert.Equal(rig is not ("hall-1" or "hall-6"), await walk.ConnectsAsync(token)); }   // it was called new-002 at the end
        Assert.Empty(owner.Complaints);
    }

    /// <summary>Back and forth as people go: no page of it is the answer to a form, which a browser would not show again.</summary>
    [Fact]
    public async Task From_what_became_of_rigs_one_goes_to_a_rig_and_back_and_back_to_the_list_as_it_was()
    {
        await using var owner = await owned.VisitAsync();
        var walk = new BatchWalk(owner, owned.Server.Url);
        string farm = await walk.FarmAsync("Hall C");
        foreach (string rig in (string[])["hall-7", "hall-8", "attic-1"]) { await WebServer.AddRigAsync(owner, farm, rig); }
        await owner.Page.GotoAsync(farm + "?s=name-desc");
        await owner.Page.FillAsync("#q", "hall");
        await owner.UntilAsync("location.search === '?q=hall&s=name-desc' && document.querySelectorAll('.rig').length === 2");
        string list = owner.Page.Url;
        await owner.Page.GetByLabel("Choose hall-7", new() { Exact = true }).CheckAsync();
        await owner.Page.GetByLabel("Choose hall-8", new() { Exact = true }).CheckAsync();
        await owner.Page.ClickAsync("#batch button[value=rename]");
        await owner.Page.WaitForSelectorAsync("form.card h1");
        string asks = owner.Page.Url;
        await owner.Page.FillAsync("#pattern", "hall-same");   // refused, and asked again: no step of the way back
        await owner.Page.ClickAsync("[data-again]");
        await owner.Page.WaitForSelectorAsync("#wrong");
        await owner.Page.FillAsync("#pattern", "hall-{n:000}");
        await owner.Page.ClickAsync("[data-again]");
        await owner.Page.WaitForSelectorAsync(".names b:has-text('hall-002')");
        await walk.DoAsync("Rename");
        string told = owner.Page.Url;
        Assert.Equal(list, await owner.Page.EvaluateAsync<string>("document.querySelector('main footer .btn.primary').href"));

        await owner.Page.ClickAsync("tbody tr a >> nth=0");
        await owner.Page.ArrivedAsync("**/rigs/*");
        await BackToAsync(told, ".note.ok");
        await BackToAsync(asks, "form.card #pattern");
        await BackToAsync(list, ".rig");
        Assert.Equal("hall", await owner.Page.InputValueAsync("#q"));
        await owner.Page.GoForwardAsync();
        await owner.Page.GoForwardAsync();
        await owner.Page.WaitForSelectorAsync(".note.ok");
        await owner.Page.ReloadAsync();
        await owner.Page.ClickAsync("text=Back to the list");
        await owner.Page.ArrivedAsync(list);
        owner.Forgive(static one => one.StartsWith("Failed to load resource", StringComparison.Ordinal));   // the pattern that was refused
        Assert.Empty(owner.Complaints);

        async Task BackToAsync(string url, string shows)
        {
            await owner.Page.GoBackAsync();
            await owner.Page.ArrivedAsync(url);
            await owner.Page.Locator(shows).First.WaitForAsync();
        }
    }
}
