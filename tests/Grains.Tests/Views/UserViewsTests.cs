using System.Text.Json.Nodes;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Views;
using BloxOs.Silo.Storage;

namespace BloxOs.Grains.Tests.Views;

[Collection<SharedSilos>]
public sealed class UserViewsTests(TwoSilos silos)
{
    IUserViewsGrain New() => silos.Cluster.Client.GetGrain<IUserViewsGrain>(OpaqueId.New());

    [Fact]
    public async Task Views_are_saved_by_name_renamed_and_deleted_and_survive()
    {
        var views = New();
        Assert.Equal(ChangeOutcome.Done, (await views.Save("farm", " Hot ones ", "?f=hot")).Outcome);
        Assert.Equal(ChangeOutcome.Done, (await views.Save("farm", "hot ONES", "?f=hot&q=tag%3Aa")).Outcome);   // the same name is the same view
        Assert.Equal(ChangeOutcome.Done, (await views.Save("other", "Hot ones", "")).Outcome);
        await silos.Cluster.DeactivateAsync(views);
        var view = Assert.Single(await views.GetViews("farm"));
        Assert.Equal(("hot ONES", "?f=hot&q=tag%3Aa"), (view.Name, view.Query));
        Assert.Equal(ChangeOutcome.NotFound, (await views.Rename("other", view.ViewId, "x")).Outcome);
        Assert.Equal(ChangeOutcome.Done, (await views.Rename("farm", view.ViewId, "Warm")).Outcome);
        Assert.Equal(ChangeOutcome.Refused, (await views.Rename("farm", view.ViewId, "\u202E")).Outcome);
        Assert.Equal("Warm", Assert.Single(await views.GetViews("farm")).Name);
        Assert.Equal(ChangeOutcome.Done, (await views.Delete("farm", view.ViewId)).Outcome);
        Assert.Empty(await views.GetViews("farm"));
        Assert.Single(await views.GetViews("other"));
        await views.Clear();
        Assert.Empty(await views.GetViews("other"));
    }

    [Fact]
    public async Task There_is_an_end_to_how_many_and_how_long()
    {
        var views = New();
        for (int i = 0; i < IUserViewsGrain.MaxPerFarm; i++) { Assert.Equal(ChangeOutcome.Done, (await views.Save("farm", $"view {i}", "")).Outcome); }
        Assert.Equal(ChangeOutcome.Refused, (await views.Save("farm", "one more", "")).Outcome);
        Assert.Equal(ChangeOutcome.Done, (await views.Save("farm", "view 3", "?f=hot")).Outcome);
        Assert.Equal(ChangeOutcome.Refused, (await views.Save("other", "long", new('x', IUserViewsGrain.MaxQueryLength + 1))).Outcome);
        Assert.Equal(ChangeOutcome.Refused, (await views.Save("other", " ", "")).Outcome);
    }

    [Fact]
    public void Stored_views_are_read_and_written_as_they_were()
    {
        const string stored = """{"views":[{"viewId":"abcdefghijklmnopqrstuvwxyz","farmId":"bbcdefghijklmnopqrstuvwxyz","name":"Hot ones","query":"?f=hot"}]}""";
        var json = new GrainStateJson();
        var state = json.Deserialize<UserViewsState>(new(stored));
        Assert.Equal(new SavedView("abcdefghijklmnopqrstuvwxyz", "bbcdefghijklmnopqrstuvwxyz", "Hot ones", "?f=hot"), Assert.Single(state.Views));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(stored), JsonNode.Parse(json.Serialize(state))));
        Assert.Empty(json.Deserialize<UserViewsState>(new("{}")).Views);
    }
}
