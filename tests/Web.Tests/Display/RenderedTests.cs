using System.Net;
using System.Text.RegularExpressions;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;
using BloxOs.Web.Live;
using BloxOs.Web.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Display;

/// <summary>What is known of rigs stands in the HTML that people get, not only in what it is made of.</summary>
public sealed partial class RenderedTests(SharedHost shared) : IClassFixture<SharedHost>
{
    static readonly GpuReading[] s_cards =
    [
        RigViews.Gpu(0, 57, 69, 76) with { PowerLimitWatts = 250, CoreMegahertz = 1_410, MemoryMegahertz = 10_251, UtilizationPercent = 99 },
        RigViews.Gpu(1, 58, 70, 78) with { PowerLimitWatts = 250, CoreMegahertz = 1_395, MemoryMegahertz = 10_251, UtilizationPercent = 98 },
    ];

    /// <summary>Two cards, each of them on two coins at once.</summary>
    static RigView Dual()
    {
        WorkReading Work(string coin, string algorithm, double each, ShareCounts shares, long? uptime) => new()
        {
            Miner = "lolMiner", Version = "1.91", Algorithm = algorithm, Coin = coin, Hashrate = 2 * each, UptimeSeconds = uptime, Shares = shares,
            Gpus = [.. s_cards.Select((card, i) => new GpuWorkReading { Index = card.Index, Hashrate = each, Shares = i == 0 ? new() { Accepted = 1_901, Rejected = 7, Stale = 5, Invalid = 3 } : default })],
        };
        var stats = new RigStats
        {
            Sequence = 1, UptimeSeconds = 353_580, Gpus = s_cards,
            Work = [Work("ERG", "autolykos2", 170e6, new() { Accepted = 991, Rejected = 9 }, 7_980), Work("KAS", "kheavyhash", 455e6, new() { Accepted = 991, Rejected = 9 }, null)],
        };
        var view = RigViews.Of("fir-05", RigStatus.Mining, stats, tags: "garage");
        var inventory = view.Description.Inventory;
        return view with { Description = view.Description with { Inventory = inventory with { Gpus = [.. inventory.Gpus.Select(static card => card with { Vbios = $"94.02.42.40.0{card.Index}" })] } } };
    }

    [Fact]
    public async Task The_line_of_a_rig_says_coins_miner_and_version_both_speeds_and_how_long_rig_and_miner_run()
    {
        string row = await RenderAsync("Farms/_RigRow.cshtml", RigRow.Of(new(Dual(), HeatBands.Default), RigViews.Now));
        Assert.Equal("fir-05 mining garage | ERG + KAS lolMiner 1.91 | 340.0 MH/s 756k/W + 0.910 GH/s 2.02M/W | 450 W 99.1 % | 4d 02:13 2 s 0d 02:13", Cells(row));
        var silent = Dual();
        string none = await RenderAsync("Farms/_RigRow.cshtml", RigRow.Of(new(silent with { Reading = silent.Reading with { Sample = RigSample.Of(new() { Sequence = 1, Gpus = s_cards }) } }, HeatBands.Default), RigViews.Now));
        Assert.Equal("fir-05 mining garage | no miner – | no data – | 450 W – | – 2 s –", Cells(none));
    }

    /// <summary>What a cell says, its colour, which reading is bold, its mark, and where a click leads.</summary>
    [Fact]
    public async Task Each_card_of_a_row_is_a_cell_with_its_readings_the_band_of_the_worst_and_a_link_to_the_card()
    {
        GpuReading[] cards = [RigViews.Gpu(0, 57, 69, 76), RigViews.Gpu(1, 57, 69, 84), RigViews.Gpu(2, 72, 69, 76), RigViews.Gpu(3, 64, fan: 0), new() { Index = 4, Fault = "Xid 79" }, new() { Index = 5 }];
        var stats = RigViews.Mining(cards) with { Work = [RigViews.Work("kawpow", 46.1e6 * 6, cards, accepted: 900, rejected: 100)] };
        var rig = RigRow.Of(new(RigViews.Of("fir-09", RigStatus.Mining, stats), HeatBands.Default), RigViews.Now);
        string row = await RenderAsync("Farms/_RigRow.cshtml", rig);
        var cells = row.Split("<a class=\"gpu ").Skip(1).Select(static cell => cell.Split("</a>")[0]).ToList();
        Assert.Equal(
            ["good 57 69 76 58% 46.1", "watch 57 69 84 58% 46.1", "hot 72 69 76 58% ▲ 46.1", "critical 64 · · 0% ! 46.1", "dead × dead Xid 79", "none · · · – 46.1"],
            cells.Select(static cell => cell.Split('"')[0] + " " + Text("<a " + cell)));
        Assert.Equal(["", "84", "72", "0%", "", ""], cells.Select(static cell => string.Join(' ', Strong().Matches(cell).Select(static one => one.Groups[1].Value))));
        Assert.Equal(Enumerable.Range(0, 6).Select(static i => $"/rigs/id-fir-09#gpu-{i}"), cells.Select(static cell => cell.Split("href=\"")[1].Split('"')[0]));
        Assert.All(cells.Zip(rig.Gpus), static one => Assert.Contains($"aria-label=\"{one.Second.Label}\"", WebUtility.HtmlDecode(one.First), StringComparison.Ordinal));

        // Before them: each problem as a mark that says what it is, and the state with its rule, for the pointer and for the keyboard.
        string said = WebUtility.HtmlDecode(row);
        Assert.Equal(["×", "!", "%"], rig.Badges.Select(static badge => badge.Glyph));
        Assert.All(rig.Badges, badge => Assert.Contains($"aria-label=\"{badge.Title}\" title=\"{badge.Title}\">{badge.Glyph}</b>", said, StringComparison.Ordinal));
        string rule = "Mining: " + RigStatusText.Rule(RigStatus.Mining);
        Assert.Contains($"<i class=\"st mining\" role=\"img\" tabindex=\"-1\" aria-label=\"mining\" title=\"{rule}\">", said, StringComparison.Ordinal);
        Assert.Contains($"title=\"{rule}\">mining</span>", said, StringComparison.Ordinal);
        Assert.Contains($"data-rule=\"{rule}\"", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_head_of_a_farm_says_rigs_and_cards_that_are_there_of_all_a_speed_for_each_algorithm_and_what_is_open()
    {
        var totals = new FarmTotals
        {
            Rigs = 14, RigsOnline = 12, RigsMining = 11, Gpus = 96, GpusOnline = 83, PowerWatts = 15_333,
            Algorithms = [new("kawpow", 7, 2.58e9), new("autolykos2", 3, 4.1e9), new("randomx", 1, 19_600)],
        };
        var head = new FarmHead("farm", "Garage North", totals, new() { Name = "Garage North", PricePerKilowattHour = 0.12m, Currency = "EUR" }) { Problems = 3, ProblemWords = "2 offline, 1 critical", Accepted = AcceptedShare.Of(new() { Accepted = 9_650, Rejected = 350 }, AcceptedSteps.Usual) };
        string html = await RenderAsync("Farms/_FarmHead.cshtml", head);
        string text = Text(html);
        Assert.StartsWith("Garage North 12 of 14 rigs online 83 of 96 GPUs 15.3 kW 1.84 EUR per hour ▾ 96.5 % accepted 3 need you ", text, StringComparison.Ordinal);
        foreach (string part in new[] { "KawPow 7 rigs 2.58 GH/s", "Autolykos2 3 rigs 4.10 GH/s", "RandomX 1 rig 19.6 kH/s" }) { Assert.Contains(part, text, StringComparison.Ordinal); }
        Assert.Contains("href=\"/farms/farm?f=attention\" title=\"2 offline, 1 critical\"", html, StringComparison.Ordinal);
        // Of many none is left out, also not in the overview.
        var many = head with { Totals = totals with { Algorithms = [.. totals.Algorithms, new("etchash", 2, 9.8e8), new("kheavyhash", 1, 2.05e9), new("octopus", 1, 6.4e8)] } };
        Assert.True(many.HasManyAlgorithms && !head.HasManyAlgorithms);
        string row = Text(await RenderAsync("Farms/_FarmRow.cshtml", many));
        foreach (var figure in many.Algorithms) { Assert.Contains($"{figure.Title} {figure.Speed.Number} {figure.Speed.Unit}", row, StringComparison.Ordinal); }
        Assert.Contains("nothing needs you", Text(await RenderAsync("Farms/_FarmHead.cshtml", head with { Problems = 0 })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_of_cards_has_VBIOS_both_speeds_clocks_and_four_kinds_of_shares_under_their_heads()
    {
        string html = await RenderAsync("Rigs/_GpuTable.cshtml", new RigPage(Dual(), RigViews.Now, HeatBands.Default));
        string[] heads = [.. HeadCell().Matches(html).Select(static cell => Text(cell.Groups[1].Value))];
        string row = html.Split("<tr id=\"gpu-0\"")[1].Split("</tr>")[0];
        var cells = heads.Zip(DataCell().Matches(row).Select(static cell => Text(cell.Groups[1].Value))).ToDictionary(static one => one.First, static one => one.Second);
        Assert.Equal(heads.Length, cells.Count);
        Assert.Contains("94.02.42.40.00", cells["Card"], StringComparison.Ordinal);
        Assert.Equal("170.0 MH/s + 0.455 GH/s", cells["Hash"]);
        Assert.Equal("1 410 / 10 251", cells["Core / memory MHz"]);
        Assert.Equal("225 of 250 W", cells["Power , limit"]);
        Assert.Equal(("3 802", "14", "10", "6"), (cells["Accepted"], cells["Rej."], cells["Stale"], cells["Invalid"]));   // of both coins
        Assert.Equal("none", cells["Errors now"]);
        string other = html.Split("<tr id=\"gpu-1\"")[1].Split("</tr>")[0];
        Assert.Equal(["–", "–", "–", "–"], DataCell().Matches(other).Select(static cell => Text(cell.Groups[1].Value)).Skip(heads.IndexOf("Accepted")).Take(4));
    }

    [Fact]
    public async Task The_page_of_a_rig_has_its_head_its_key_figures_and_the_machine()
    {
        var view = Dual();
        var inventory = view.Description.Inventory with
        {
            HostName = "fir-05.lan", OperatingSystem = "Ubuntu 22.04", Kernel = "6.8.0", Addresses = ["10.0.0.27", "fd00::7"], Board = "ASRock H110", MemoryBytes = 16L << 30, DiskBytes = 240L << 30, DiskReadOnly = true, AgentVersion = "1.4.0",
            Gpus = [.. view.Description.Inventory.Gpus.Select(static card => card with { Driver = "550.90" })],
        };
        var stats = view.Reading.Sample.Read() with { CpuCelsius = 48, CpuBusyPercent = 12, Load1 = 40.5f, MemoryUsedBytes = 3L << 30, DiskFreeBytes = 61L << 30 };
        view = view with { Description = view.Description with { Inventory = inventory }, Reading = view.Reading with { Sample = RigSample.Of(stats), ConnectedAt = RigViews.Now.AddHours(-4) } };
        var page = new RigPage(view, RigViews.Now, HeatBands.Default);
        Assert.Equal("fir-05 Mining . At least one miner has a hashrate above 0. garage last report 2 s rig up 4d 02:13 miner up 02:13:00 10.0.0.27 Ubuntu 22.04, driver 550.90 agent 1.4.0", Text(await RenderAsync("Rigs/_RigHead.cshtml", page)));
        Assert.Equal(
            "Autolykos2, ERG 340.0 MH/s as the miner reports kHeavyHash, KAS 0.910 GH/s as the miner reports Efficiency, Autolykos2 756 kH/W by the power of all that hashes Efficiency, kHeavyHash 2.02 MH/W by the power of all that hashes "
            + "Accepted 99.1 % 1 982 of 2 000 Rejected · stale · invalid 18 · – · – since miner start Power 450 W cards 450 CPU, load, memory 48° · 40.5 · 3 GB Ryzen 9 7950X, 32 threads",
            Text(await RenderAsync("Rigs/_RigFigures.cshtml", page)));
        Assert.Equal(
            "System Host name fir-05.lan System Ubuntu 22.04, kernel 6.8.0 Board ASRock H110 Processor AMD Ryzen 9 7950X 16-Core Processor, 32 threads, 12 % in use Load 40.5, more than it has threads Memory 3 GB used of 16 GB "
            + "Disk 61 GB free of 240 GB, takes no writes Driver 550.90 Addresses 10.0.0.27, fd00::7 Up for 4d 02:13 Agent 1.4.0, connected since 22 Nov 2026, 14:42 UTC Added 13 Nov 2026, 18:42 UTC",
            Text(await RenderAsync("Rigs/_RigSystem.cshtml", page)));
        // What it does not tell is not 0.
        var bare = RigViews.Of("bare", RigStatus.Mining, new() { Sequence = 1, Work = [new() { Miner = "T-Rex", Algorithm = "kawpow" }] });
        Assert.Equal("KawPow no data miner has not told its speed yet Rejected · stale · invalid – · – · – since miner start Power no data CPU, load, memory – · – · – GB Ryzen 9 7950X, 32 threads", Text(await RenderAsync("Rigs/_RigFigures.cshtml", new RigPage(bare, RigViews.Now, HeatBands.Default))));
    }

    [Fact]
    public async Task A_silent_rig_says_what_it_ran_and_when_and_that_it_is_not_known_where_it_is_not()
    {
        async Task<string> Cards(RigView view) => Text(await RenderAsync("Rigs/_RigCards.cshtml", new RigPage(view, RigViews.Now, HeatBands.Default)));
        RigView Silent(RigStats? stats, LastWork? kept)
        {
            var view = RigViews.Of("fir-05", RigStatus.Offline, stats, TimeSpan.FromMinutes(5));
            return view with { Description = view.Description with { LastWork = kept } };
        }
        var kept = new LastWork { At = RigViews.Now.AddHours(-3), Miners = [new("T-Rex", "0.26.8", "kawpow", "RVN", "pool.example.com:4444")] };
        Assert.Equal("Last miners as of 22 Nov 2026, 18:37 UTC , 5m 00s old Miner lolMiner 1.91 Algorithm Autolykos2, mined ERG Miner lolMiner 1.91 Algorithm kHeavyHash, mined KAS", await Cards(Silent(Dual().Reading.Sample.Read(), kept)));
        const string Kept = "Miner T-Rex 0.26.8 Algorithm KawPow, mined RVN Pool pool.example.com:4444", At = "Last miner as of 22 Nov 2026, 15:42 UTC , 3h 00m old ";
        Assert.Equal(At + Kept, await Cards(Silent(null, kept)));   // after a restart of the server
        Assert.Equal(At + "None ran when it was last heard. Before that: " + Kept, await Cards(Silent(new() { Sequence = 1, Gpus = s_cards }, kept)));
        Assert.Equal("Last miner Not known: this server has no report of a miner from this rig.", await Cards(Silent(null, null)));
        Assert.Equal("", await Cards(RigViews.Of("new", RigStatus.Offline, neverSeen: true)));
        // Connected again, and no report yet: no miner is not known to be none.
        Assert.Equal("Miner Not told yet: its first report is awaited.", await Cards(RigViews.Of("back", RigStatus.Online)));
        Assert.Equal("Miner None runs on this rig.", await Cards(RigViews.Of("idle", RigStatus.Idle, new() { Sequence = 1, Gpus = s_cards })));
    }

    [Theory]
    [InlineData(FarmList.DenseFrom, false)]
    [InlineData(FarmList.DenseFrom + 1, true)]
    public async Task Of_very_many_rigs_the_tiles_are_small(int rigs, bool dense)
    {
        RigFacts[] all = [.. Enumerable.Range(0, rigs).Select(static i => new RigFacts(RigViews.Of($"oak-{i}", RigStatus.Mining, RigViews.Mining(s_cards[0])), HeatBands.Default))];
        string html = await RenderAsync("Farms/_RigList.cshtml", FarmList.Of("farm", all, new(null, null, null, View: "tiles"), RigViews.Now));
        Assert.Equal(rigs, html.Split("<li class=\"tile ").Length - 1);
        Assert.Equal(dense, html.Contains("<ul class=\"wall dense\" id=\"tiles\"", StringComparison.Ordinal));
    }

    async Task<string> RenderAsync<TModel>(string partial, TModel model)
    {
        await using var batch = shared.Host.Services.GetRequiredService<PartialRenderer>().Begin();
        return await batch.RenderAsync("/Pages/" + partial, model);
    }

    /// <summary>The text of the cells of a row before its cards.</summary>
    static string Cells(string row) => string.Join(" | ", row.Split("<div class=\"two ").Skip(1).Select(static cell => Text("<div " + cell.Split("</div>")[0])));

    /// <summary>Without tags, and with one plain blank for each stretch of blanks and tags.</summary>
    static string Text(string html) => Blanks().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Trim();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"[\s\u00a0\u202f]+")]
    private static partial Regex Blanks();

    [GeneratedRegex("<em>(.*?)</em>")]
    private static partial Regex Strong();

    [GeneratedRegex("<th[^>]*>(.*?)</th>")]
    private static partial Regex HeadCell();

    [GeneratedRegex("<td[^>]*>(.*?)</td>")]
    private static partial Regex DataCell();
}
