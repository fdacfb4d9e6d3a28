using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

public sealed class FarmListTests
{
    static readonly GpuReading[] Good = [RigViews.Gpu(0, 50)];

    static readonly FarmView Farm = new()
    {
        FarmId = "farm",
        Name = "Garage North",
        Rigs =
        [
            At(RigViews.Of("oak-10", RigStatus.Mining, RigViews.Mining(Good), tags: "garage"), "192.0.2.10"),
            At(RigViews.Of("oak-2", RigStatus.Mining, RigViews.Mining(Good), tags: "attic"), "192.0.2.2", "fd00::7"),
            RigViews.Of("hot", RigStatus.Mining, RigViews.Mining(RigViews.Gpu(0, 75))),
            RigViews.Of("stale", RigStatus.Stale, RigViews.Mining(Good), TimeSpan.FromSeconds(20)),
            RigViews.Of("dead", RigStatus.Mining, RigViews.Mining(new GpuReading { Index = 0, Fault = "lost" })),
            RigViews.Of("gone", RigStatus.Offline, RigViews.Mining(RigViews.Gpu(0, 75)), TimeSpan.FromMinutes(8)),
            RigViews.Of("critical", RigStatus.Mining, RigViews.Mining(RigViews.Gpu(0, 85))),
            RigViews.Of("new", RigStatus.Offline, neverSeen: true),
            RigViews.Of("idle", RigStatus.Idle, new RigStats { Sequence = 1, Gpus = Good }),
            RigViews.Of("cared-for", RigStatus.Maintenance, RigViews.Mining(RigViews.Gpu(0, 85))),
        ],
    };

    static readonly RigFacts[] Rigs = [.. Farm.Rigs.Select(static rig => new RigFacts(rig, HeatBands.Default))];

    static RigView At(RigView rig, params string[] addresses) =>
        rig with { Description = rig.Description with { Inventory = rig.Description.Inventory with { Addresses = [.. addresses] } } };

    static FarmList List(string? filter = null, string? search = null, string? order = null) =>
        FarmList.Of(Farm.FarmId, Rigs, new(filter, search, order), RigViews.Now);

    static string[] Names(IEnumerable<RigRow> rows) => [.. rows.Select(r => r.Name)];

    [Fact]
    public void The_worst_come_first_and_names_count_like_people_do()
    {
        var list = List();
        Assert.Equal(["gone", "dead", "critical", "hot", "stale"], Names(list.First));
        Assert.Equal(["cared-for", "idle", "new", "oak-2", "oak-10"], Names(list.Rest));
    }

    [Fact]
    public void Sort_keys_order_as_the_list_does()
    {
        var list = List();
        string[] keys = [.. list.First.Concat(list.Rest).Select(r => r.SortKey)];
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public void Tiles_stand_the_worst_first_too_and_by_name_when_that_is_chosen()
    {
        static string[] Tiles(string? order) => [.. FarmList.Of("farm", Rigs, new(null, null, order, View: "tiles"), RigViews.Now).Tiles.Select(static tile => tile.Name)];
        var list = List();
        Assert.Equal(Names(list.First.Concat(list.Rest)), Tiles(null));
        Assert.Equal(["cared-for", "critical", "dead", "gone", "hot", "idle", "new", "oak-2", "oak-10", "stale"], Tiles("name"));
        Assert.Equal(Tiles(null), Tiles("power"));   // no order of tiles
        var worst = FarmList.Of("farm", Rigs, new("offline", "a&b", null, View: "tiles"), RigViews.Now);
        var named = FarmList.Of("farm", Rigs, new("offline", "a&b", "name", View: "tiles"), RigViews.Now);
        Assert.Equal(("/farms/farm?v=tiles&f=offline&q=a%26b", "/farms/farm?v=tiles&f=offline&q=a%26b&s=name"), (worst.Url(), named.Url()));
        Assert.Equal(("/farms/farm/wall?f=offline&q=a%26b", "/farms/farm/wall?q=a%26b&s=name"), (worst.WallUrl(), named.WallUrl("all", byName: true)));
        Assert.Equal(Tiles("name"), FarmList.Ids(Rigs, new(null, null, "name", View: "tiles")).Select(static id => id["id-".Length..]));
    }

    [Fact]
    public void Tiles_come_in_windows_too_and_the_next_one_begins_where_the_last_ended()
    {
        const int more = 7;
        RigFacts[] rigs = [.. Enumerable.Range(0, FarmList.TilesAtOnce + more).Select(static i => new RigFacts(RigViews.Of($"oak-{i}", RigStatus.Mining, RigViews.Mining(Good)), HeatBands.Default))];
        var first = FarmList.Of("farm", rigs, new(null, null, null, View: "tiles"), RigViews.Now);
        Assert.Equal((FarmList.TilesAtOnce, true, $"/farms/farm?v=tiles&after={Uri.EscapeDataString(first.LastKey!)}"), (first.Tiles.Count, first.HasMore, first.MoreUrl));
        var rest = FarmList.Of("farm", rigs, new(null, null, null, View: "tiles", After: first.LastKey), RigViews.Now);
        Assert.Equal((more, false), (rest.Tiles.Count, rest.HasMore));
        Assert.Equal(rigs.Length, first.Tiles.Concat(rest.Tiles).Select(static t => t.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("attention", "gone dead critical hot stale")]
    [InlineData("offline", "gone")]
    [InlineData("dead", "dead")]
    [InlineData("hot", "critical hot cared-for")]
    [InlineData("idle", "idle")]
    [InlineData("rejects", "")]
    public void A_chip_shows_what_it_counts(string filter, string names)
    {
        var list = List(filter);
        Assert.Equal(names, string.Join(' ', Names(list.First.Concat(list.Rest))));
        Assert.Equal(list.First.Count + list.Rest.Count, list.Counts.Single(c => c.Key == filter).Count);
        Assert.Equal(list.First.Count + list.Rest.Count, list.Total);
    }

    [Theory]
    [InlineData("oak", "oak-2 oak-10")]
    [InlineData("OAK tag:attic", "oak-2")]
    [InlineData("tag:garage", "oak-10")]
    [InlineData("model:9999", "")]
    [InlineData("model:3080", "gone dead critical hot stale cared-for idle oak-2 oak-10")]   // one that never called has no cards yet
    [InlineData("model:3080 oak", "oak-2 oak-10")]
    [InlineData("algo:kaw miner:t-rex hot", "hot")]
    [InlineData("ip:192.0.2.1", "oak-10")]
    [InlineData("ip:192.0.2 oak", "oak-2 oak-10")]
    [InlineData("ip:FD00::7", "oak-2")]
    [InlineData("ip:198.51.100", "")]
    [InlineData("ip:oak", "")]
    [InlineData("<script>", "")]
    public void Search_words_all_have_to_fit(string search, string names) =>
        Assert.Equal(names, string.Join(' ', List(search: search).First.Concat(List(search: search).Rest).Select(r => r.Name)));

    /// <summary>An algorithm is no coin; what stands in quotes is one word.</summary>
    [Theory]
    [InlineData("coin:rvn", "oak")]
    [InlineData("coin:KAS", "fir")]
    [InlineData("coin:kawpow", "")]
    [InlineData("algo:rvn", "oak")]
    [InlineData("tag:\"row 4\"", "fir")]
    [InlineData("tag:\"row 4\" coin:erg", "fir")]
    [InlineData("tag:row 4", "")]
    public void Coins_and_what_stands_in_quotes_are_found(string search, string names)
    {
        static WorkReading Work(string algorithm, string coin) => new() { Miner = "T-Rex", Algorithm = algorithm, Coin = coin, Hashrate = 46e6 };
        RigFacts[] rigs =
        [
            new(RigViews.Of("oak", RigStatus.Mining, new() { Sequence = 1, Gpus = Good, Work = [Work("kawpow", "RVN")] }, tags: "row 5"), HeatBands.Default),
            new(RigViews.Of("fir", RigStatus.Mining, new() { Sequence = 1, Gpus = Good, Work = [Work("autolykos2", "ERG"), Work("kheavyhash", "KAS")] }, tags: "row 4"), HeatBands.Default),
        ];
        Assert.Equal(names, string.Join(' ', Names(FarmList.Of("farm", rigs, new(null, search, null), RigViews.Now).Rest)));
    }

    [Fact]
    public void Rejects_are_a_chip_from_fifty_judged_shares_on_and_also_of_a_rig_that_is_hot()
    {
        static RigFacts Rig(string name, uint accepted, uint rejected, short core = 50)
        {
            GpuReading[] gpus = [RigViews.Gpu(0, core)];
            return new(RigViews.Of(name, RigStatus.Mining, new() { Sequence = 1, Gpus = gpus, Work = [RigViews.Work("kawpow", 1e6, gpus, accepted, rejected)] }), HeatBands.Default);
        }
        RigFacts[] rigs = [Rig("good", 970, 30), Rig("few", 0, 49), Rig("bad", 969, 31), Rig("worse", 0, 50), Rig("warm", 900, 100, core: 75)];
        var list = FarmList.Of("farm", rigs, new("rejects", null, null), RigViews.Now);
        Assert.Equal(["bad", "warm", "worse"], Names(list.First.Concat(list.Rest)).Order());
        Assert.Equal((3, 1, 3), (Chip("rejects"), Chip("hot"), Chip("attention")));

        int Chip(string key) => list.Counts.Single(chip => chip.Key == key).Count;
    }

    [Fact]
    public void A_very_long_search_is_cut() => Assert.Equal(RigSearch.MaxLength, List(search: new string('x', 10_000)).Search.Length);

    [Fact]
    public void A_chosen_order_is_one_list_and_an_unknown_one_is_none()
    {
        Assert.Equal(["cared-for", "critical", "dead", "gone", "hot", "idle", "new", "oak-2", "oak-10", "stale"], Names(List(order: "name").First));
        Assert.Empty(List(order: "name").Rest);
        Assert.Null(List(order: "'; drop table").Order);
    }

    /// <summary>Over all rigs of the farm: the window is cut from what is sorted. A rig without a reading is neither the slowest nor the most frugal: it stands last.</summary>
    [Theory]
    [InlineData("name", "a2 a10 b idle silent")]
    [InlineData("name-desc", "silent idle b a10 a2")]
    [InlineData("hash", "b a10 a2 idle silent")]
    [InlineData("hash-asc", "a2 a10 b idle silent")]
    [InlineData("power", "a10 a2 b idle silent")]
    [InlineData("power-asc", "b a2 a10 idle silent")]
    [InlineData("seen", "b a2 idle a10 silent")]
    [InlineData("seen-asc", "a10 idle a2 b silent")]
    public void A_chosen_order_is_turned_round_and_who_has_no_reading_stays_last(string order, string names)
    {
        static RigView At(string name, double megahashes, float watts, int seconds) =>
            RigViews.Of(name, RigStatus.Mining, RigViews.Hashing("kawpow", megahashes) with { Gpus = [RigViews.Gpu(0, 50, watts: watts)] }, TimeSpan.FromSeconds(seconds));
        RigFacts[] rigs = [.. ((RigView[])
        [
            At("a10", 46, 300, 2), At("a2", 30, 220, 4), At("b", 60, 120, 9),
            RigViews.Of("idle", RigStatus.Idle, new RigStats { Sequence = 1 }, TimeSpan.FromSeconds(3)), RigViews.Of("silent", RigStatus.Offline, neverSeen: true),
        ]).Select(static rig => new RigFacts(rig, HeatBands.Default))];
        string[] sorted = names.Split(' ');
        Assert.Equal(sorted, Names(FarmList.Of("farm", rigs, new(null, null, order), RigViews.Now).First));
        Assert.Equal(sorted.Select(static name => "id-" + name), FarmList.Ids(rigs, new(null, null, order)));
    }

    [Fact]
    public void A_head_leads_to_its_order_then_to_that_turned_round_then_to_worst_first()
    {
        Assert.Equal(("power", "power-asc", null, "power"), (RigOrder.Next("power", null), RigOrder.Next("power", "power"), RigOrder.Next("power", "power-asc"), RigOrder.Next("power", "name")));
        Assert.Equal(("ascending", "descending", null), (RigOrder.Direction("name", "name"), RigOrder.Direction("name", "name-desc"), RigOrder.Direction("name", "power")));
        Assert.Equal(("descending", "ascending", null), (RigOrder.Direction("seen", "seen"), RigOrder.Direction("seen", "seen-asc"), RigOrder.Direction("seen", null)));
        var turned = List("hot", "x", "power-asc");
        Assert.Equal(("power-asc", "/farms/farm?f=hot&q=x&s=power-asc", "?q=x&s=power-asc"), (turned.Order, turned.Url(), FarmList.QueryOf(new(null, "x", "power-asc"))));
        Assert.Equal("name", FarmList.Of("farm", Rigs, new(null, null, "name-desc", View: "tiles"), RigViews.Now).Order);   // tiles have one order of names
        Assert.Null(List(order: "power-desc").Order);
    }

    [Fact]
    public void Addresses_keep_what_was_chosen()
    {
        Assert.Equal("/farms/farm", List().Url());
        Assert.Equal("/farms/farm?f=hot&q=a%26b&s=name", List("hot", "a&b", "name").Url());
        Assert.Equal("/farms/farm?q=x", List("hot", "x").Url("all"));
    }
}
