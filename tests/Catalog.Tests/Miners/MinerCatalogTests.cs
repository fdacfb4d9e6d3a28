using BloxOs.Catalog.Algorithms;
using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Tests.Miners.Support;

namespace BloxOs.Catalog.Tests.Miners;

public sealed class MinerCatalogTests
{
    public static TheoryData<string> Ids { get; } = [.. MinerCatalog.All.Select(m => m.Id)];

    public static TheoryData<string> StartableIds { get; } = [.. MinerCatalog.All.Where(m => m.CanStart).Select(m => m.Id)];

    [Fact]
    public void Every_miner_is_registered()
    {
        var written = typeof(MinerDescriptor).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(MinerDescriptor)) && !t.IsAbstract);
        Assert.Equal(written.OrderBy(t => t.Name).ToList(), [.. MinerCatalog.All.Select(m => m.GetType()).OrderBy(t => t.Name)]);
    }

    [Fact]
    public void Ids_and_titles_are_unique()
    {
        Assert.Distinct(MinerCatalog.All.Select(m => m.Id));
        Assert.Distinct(MinerCatalog.All.Select(m => m.Title));
        Assert.All(MinerCatalog.All, m => Assert.Matches("^[a-z0-9-]+$", m.Id));
        Assert.Null(MinerCatalog.Find("notepad"));
        Assert.Null(MinerCatalog.Find(null));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Its_parts_are_whole(string id)
    {
        var miner = Launches.Miner(id);
        Assert.NotEmpty(miner.ProcessNames);
        Assert.NotEqual(MinerHardware.None, miner.Hardware);
        Assert.NotEmpty(miner.Requests(Launches.Api));
        Assert.All(miner.Requests(Launches.Api), r => Assert.Equal(miner.ApiKind, r.Kind));
        Assert.Distinct(miner.Algorithms.Select(a => a.Id));
        var known = AlgorithmCatalog.All.Select(a => a.Id).ToList();
        Assert.All(miner.Algorithms, a => Assert.Contains(a.Id, known));
        Assert.Distinct(miner.ExtraFlags.Select(f => f.Name));
        Assert.All(miner.ExtraFlags, f => Assert.Matches("^--?[a-z0-9A-Z][a-zA-Z0-9_-]*$", f.Name));
        Assert.Null(miner.Read(new(Answers.At, [null])));
    }

    [Theory, MemberData(nameof(StartableIds))]
    public void Each_of_its_algorithms_starts_and_is_read_back_under_the_same_id(string id)
    {
        var miner = Launches.Miner(id);
        Assert.NotEmpty(miner.Algorithms);
        foreach (var algorithm in miner.Algorithms)
        {
            var command = miner.BuildCommandLine(Launches.Plain(algorithm.Id), Launches.Api);
            string all = string.Join(' ', command.Arguments) + command.ConfigFile?.Content;
            if (miner.Algorithms.Count > 1) { Assert.Contains(algorithm.Name, all, StringComparison.Ordinal); }
            Assert.Contains("pool.example.org", all, StringComparison.Ordinal);
            Assert.Contains("wallet1", all, StringComparison.Ordinal);
            Assert.Contains("40123", all, StringComparison.Ordinal);
            Assert.DoesNotContain("0.0.0.0", all, StringComparison.Ordinal);
            Assert.Equal(algorithm.Id, AlgorithmSpellings.ToId(algorithm.Name));
        }
    }

    [Theory, MemberData(nameof(StartableIds))]
    public void No_allowed_flag_is_of_a_kind_that_is_refused(string id)
    {
        var miner = Launches.Miner(id);
        string[] forbidden = ["script", "config", "log", "api", "http", "url", "user", "wallet", "pass", "pool", "ssl", "tls", "cert", "update", "watchdog", "reboot", "shutdown", "exec", "proxy", "clock", "fan", "power"];
        Assert.All(miner.ExtraFlags, f => Assert.DoesNotContain(forbidden, w => f.Name.Contains(w, StringComparison.OrdinalIgnoreCase) && !Harmless.Contains(f.Name)));
    }

    /// <summary>Contain such a word and are of another kind.</summary>
    static readonly string[] Harmless = ["--back-to-main-pool-sec", "--lhr-low-power", "--eth_config", "--prog_config", "--cpu-memory-pool", "--power-avg", "--main-pool-reconnect"];

    [Theory, MemberData(nameof(StartableIds))]
    public void It_finds_its_own_port_and_itself(string id)
    {
        var miner = Launches.Miner(id);
        var command = miner.BuildCommandLine(Launches.Plain(miner.Algorithms[0].Id), Launches.Api);
        if (miner.ApiPortFlags.Count > 0) { Assert.Equal(40123, miner.ApiPortOf(command.Arguments)); }
        Assert.Same(miner, MinerCatalog.Recognise("/opt/miners/" + miner.ProcessNames[0], command.Arguments));
    }
}
