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
}
