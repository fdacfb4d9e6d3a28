using System.Net;
using BloxOs.Web.Display;
using BloxOs.Web.Pages;
using BloxOs.Web.Tests.Accounts;

namespace BloxOs.Web.Tests.Farms;

/// <summary>What somebody meets who is not signed in.</summary>
public sealed class LandingTests
{
    [Fact]
    public async Task Who_is_not_signed_in_lands_on_a_page_that_says_what_this_is_and_nothing_of_the_farms_here()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        Assert.Equal(LandingModel.Path, (await browser.GetAsync("/")).Headers.Location?.OriginalString);
        Assert.StartsWith("/sign-in?returnUrl=", (await browser.GetAsync("/?all=true")).Headers.Location?.PathAndQuery, StringComparison.Ordinal);
        string page = await browser.ReadAsync(await browser.GetAsync(LandingModel.Path));
        Assert.Contains("href=\"/sign-in\"", page, StringComparison.Ordinal);
        Assert.Contains("gpu critical", page, StringComparison.Ordinal);
        Assert.Contains("Last report", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/rigs/", page, StringComparison.Ordinal);
        Assert.DoesNotContain(host.FarmId, page, StringComparison.Ordinal);

        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        Assert.Contains("To the farms", await browser.ReadAsync(await browser.GetAsync(LandingModel.Path)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).StatusCode);
    }

    [Fact]
    public void The_farm_on_it_has_every_kind_of_trouble_that_the_text_speaks_of()
    {
        Assert.Contains(ShownFarm.Rows, static row => row.IsSilent);
        Assert.Contains(ShownFarm.Rows, static row => row.HashIsZero);
        Assert.Contains(ShownFarm.Rows, static row => row.Gpus.Any(static gpu => gpu.Fault is not null));
        Assert.Contains(ShownFarm.Rows, static row => row.Gpus.Any(static gpu => gpu.Band == HeatBand.Critical));
        Assert.Contains(ShownFarm.Rows, static row => !row.NeedsPerson);
        Assert.Equal(ShownFarm.Rows.Count, ShownFarm.Head.Totals.Rigs);
    }
}
