using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;
using BloxOs.Web.Live;
using BloxOs.Web.Tests.Display;

namespace BloxOs.Web.Tests.Live;

public sealed class RigWindowTests
{
    static readonly string s_near = OpaqueId.New(), s_far = OpaqueId.New();

    static RigFacts Rig(string id, short core = 50, string name = "oak")
    {
        var view = RigViews.Of(name, RigStatus.Mining, RigViews.Mining(RigViews.Gpu(0, core)));
        return new(new(view.Description with { RigId = id }, view.Reading with { RigId = id }), HeatBands.Default);
    }

    [Fact]
    public void Far_from_the_screen_a_loaded_rig_is_told_of_only_when_it_comes_goes_or_moves()
    {
        var all = new RigWindow("rows", "all", "", [s_near], "");   // everything is loaded
        Assert.Equal(RigChange.Shown, all.ChangeOf(Rig(s_near, 51), Rig(s_near)));
        Assert.Equal(RigChange.None, all.ChangeOf(Rig(s_far, 51), Rig(s_far)));
        Assert.Equal(RigChange.Shown, all.ChangeOf(Rig(s_far), null));
        Assert.Equal(RigChange.Shown, all.ChangeOf(Rig(s_far, 85), Rig(s_far)));                  // to those that need a person
        Assert.Equal(RigChange.Shown, all.ChangeOf(Rig(s_far, name: "elm"), Rig(s_far)));
        var hot = new RigWindow("rows", "hot", "", [s_near], "");
        Assert.Equal(RigChange.Shown, hot.ChangeOf(Rig(s_far, 75), Rig(s_far)));
        Assert.Equal(RigChange.None, hot.ChangeOf(Rig(s_far, 76), Rig(s_far, 75)));
        Assert.Equal(RigChange.Gone, hot.ChangeOf(Rig(s_far), Rig(s_far, 75)));
    }

    [Fact]
    public void What_moves_behind_the_end_of_what_is_loaded_is_told_of_once()
    {
        var some = new RigWindow("rows", "all", "", [s_near], Rig(s_near, name: "m").SortKey);
        Assert.Equal(RigChange.Shown, some.ChangeOf(Rig(s_far, name: "z"), Rig(s_far, name: "a")));
        Assert.Equal(RigChange.None, some.ChangeOf(Rig(s_far, name: "z"), Rig(s_far, name: "y")));
        Assert.Equal(RigChange.Shown, RigWindow.Everything.ChangeOf(Rig(s_far), Rig(s_far)));     // a tab that has not said what it shows
    }
}
