using System.Net;
using BloxOs.Web.Tests.Live;

namespace BloxOs.Web.Tests.Farms;

public sealed class SavedViewTests
{
    [Fact]
    public async Task A_view_is_saved_without_what_does_not_belong_into_it_and_is_nobody_elses()
    {
        await using var host = await LiveHost.StartAsync();
        await host.AddRigAsync("oak");
        string list = $"/farms/{host.FarmId}", views = list + "/views";
        using var saved = await host.PostAsync(views, list, ("name", "Hot <b>"), ("query", "?q=model%3A3080&f=hot&x=1&handler=List&s=nothing&after=1"));
        Assert.Equal((HttpStatusCode.Redirect, list + "?f=hot&q=model%3A3080"), (saved.StatusCode, saved.Headers.Location?.ToString()));
        string page = await host.ReadAsync(list);
        Assert.Contains("Hot &lt;b&gt;</a>", page, StringComparison.Ordinal);
        Assert.Contains($"{list}?f=hot&amp;q=model%3A3080", page, StringComparison.Ordinal);
        using var turned = await host.PostAsync(views, list, ("name", "Most frugal"), ("query", "?s=power-asc"));
        Assert.Equal(list + "?s=power-asc", turned.Headers.Location?.ToString());
        Assert.Matches("aria-sort=\"ascending\"[^>]*><a [^>]*><i [^>]*>[^<]+</i>Power", await host.ReadAsync(list + "?s=power-asc"));
        using var nameless = await host.PostAsync(views, list, ("name", " "), ("query", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nameless.StatusCode);
        string id = (await host.ReadAsync(views)).Split("name=\"viewId\" value=\"")[1].Split('"')[0];
        using var renamed = await host.PostAsync(views + "?handler=Rename", views, ("viewId", id), ("name", "Warm"));
        Assert.Equal(HttpStatusCode.Redirect, renamed.StatusCode);
        using var deleted = await host.PostAsync(views + "?handler=Delete", views, ("viewId", id));
        Assert.Equal(HttpStatusCode.Redirect, deleted.StatusCode);
        using var again = await host.PostAsync(views + "?handler=Delete", views, ("viewId", id));
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.DoesNotContain("Warm", await host.ReadAsync(list), StringComparison.Ordinal);
    }
}
