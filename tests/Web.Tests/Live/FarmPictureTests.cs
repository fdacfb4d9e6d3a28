using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Live;
using BloxOs.Web.Tests.Display;

namespace BloxOs.Web.Tests.Live;

public sealed class FarmPictureTests
{
    static RigView Rig(string name, short core = 50) => RigViews.Of(name, RigStatus.Mining, RigViews.Mining(RigViews.Gpu(0, core)));

    static FarmUpdate Update(long number, params RigView[] changed) => new() { FarmId = "farm", Number = number, Changed = [.. changed] };

    [Fact]
    public void Updates_in_order_leave_no_gap_and_a_lost_one_does()
    {
        var picture = new FarmPicture();
        Assert.False(picture.Apply(Update(7, Rig("a"))).Gap);
        Assert.False(picture.Apply(Update(8, Rig("a"))).Gap);
        Assert.True(picture.Apply(Update(10, Rig("a"))).Gap);
        Assert.False(picture.Apply(Update(11)).Gap);
        Assert.True(picture.Apply(Update(1)).Gap);   // the farm was activated anew
    }

    [Fact]
    public void A_view_tells_what_is_new_changed_and_gone()
    {
        var picture = new FarmPicture();
        picture.Apply(Update(1, Rig("same"), Rig("changed"), Rig("gone")));
        var changed = Rig("changed") with { Reading = Rig("changed").Reading with { Status = RigStatus.Offline } };
        var change = picture.Take(new() { FarmId = "farm", Name = "Farm", Rigs = [Rig("same"), changed, Rig("new")] });
        Assert.Equal(["id-changed", "id-new"], change.Changed.Order());
        Assert.Equal(["id-gone"], change.Removed);
        Assert.True(picture.IsKnown);
        Assert.Equal(3, picture.Rigs.Count);
        Assert.Equal(RigStatus.Offline, picture.Find("id-changed")!.Reading.Status);
    }

    [Fact]
    public void Other_heat_bands_change_every_rig_and_other_settings_none()
    {
        var picture = new FarmPicture();
        var settings = new FarmSettings { Name = "Farm", Heat = [HeatRule.Default] };
        picture.Take(new() { FarmId = "farm", Name = "Farm", Rigs = [Rig("a"), Rig("b")], Settings = settings });
        Assert.Empty(picture.Apply(new() { FarmId = "farm", Number = 1, Settings = settings with { Name = "Other", Heat = [HeatRule.Default] } }).Changed);
        Assert.Equal(["id-a", "id-b"], picture.Apply(new() { FarmId = "farm", Number = 2, Settings = settings with { Heat = [HeatRule.Default with { StoppedFanCore = 55 }] } }).Changed.Order());
        Assert.Equal(["id-a", "id-b"], picture.Take(new() { FarmId = "farm", Name = "Farm", Rigs = [Rig("a"), Rig("b")], Settings = settings with { Heat = [] } }).Changed.Order());
        Assert.Empty(picture.Take(new() { FarmId = "farm", Name = "Farm", Rigs = [Rig("a"), Rig("b")], Settings = settings with { Heat = default } }).Changed);
    }

    [Fact]
    public void What_an_update_removes_is_gone()
    {
        var picture = new FarmPicture();
        picture.Apply(Update(1, Rig("a"), Rig("b")));
        var change = picture.Apply(new() { FarmId = "farm", Number = 2, Removed = ["id-a"] });
        Assert.Equal(["id-a"], change.Removed);
        Assert.Null(picture.Find("id-a"));
    }
}
