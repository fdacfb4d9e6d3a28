using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;
using BloxOs.Catalog.Tests.Miners.Support;
using BloxOs.TestServers;

namespace BloxOs.Catalog.Tests.Fuzz;

public sealed class MinerFuzzTests
{
    static readonly List<string> Corpus = ReadCorpus();

    static List<string> ReadCorpus()
    {
        var texts = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Miners", "Fixtures")).Select(File.ReadAllText).ToList();
        if (SharedFixtures.Find("miners") is { } captures) { texts.AddRange(Directory.EnumerateFiles(captures, "*", SearchOption.AllDirectories).Order().Select(File.ReadAllText)); }
        texts.AddRange(["", "{}", "[]", "{\"result\":[]}", "{\"devices\":[]}", "KHS=1|"]);
        return texts;
    }

    public static TheoryData<string> Ids { get; } = [.. MinerCatalog.All.Select(m => m.Id)];

    [Theory, MemberData(nameof(Ids)), Trait("bad-input", "122"), Trait("bad-input", "123")]
    public void No_answer_breaks_a_reader(string id)
    {
        var miner = Launches.Miner(id);
        int requests = miner.Requests(Launches.Api).Count;
        FuzzRun.Rounds(random =>
        {
            string?[] texts = [.. Enumerable.Range(0, requests).Select(_ => random.Next(8) == 0 ? null : FuzzRun.Mutate(random, Pick(random), Pick(random)))];
            if (miner.Read(new(Answers.At, texts)) is { } reading) { CheckReading(reading); }
        });
    }

    [Fact]
    public void A_megabyte_of_nesting_or_of_members_is_read_or_refused_at_once()
    {
        string members = "{" + string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"\"GPU{i}\":1")) + ",\"Software\":\"lolMiner 0.4\",\"hashrate\":1,\"gpus\":[]}";
        foreach (string text in (string[])[new('[', 1_000_000), new('{', 1_000_000), string.Concat(Enumerable.Repeat("}{", 500_000)), members, new(';', 1_000_000), new('|', 1_000_000), "\"" + new string('\\', 1_000_000)])
        {
            foreach (var miner in MinerCatalog.All)
            {
                long before = TimeProvider.System.GetTimestamp();
                miner.Read(new(Answers.At, [.. Enumerable.Repeat(text, miner.Requests(Launches.Api).Count)]));
                Assert.True(TimeProvider.System.GetElapsedTime(before) < TimeSpan.FromSeconds(10), $"{miner.Id} took too long");
            }
        }
    }

    [Fact, Trait("check", "41"), Trait("bad-input", "58")]
    public void What_passes_the_check_of_arguments_is_harmless() => FuzzRun.Rounds(random =>
    {
        var miner = MinerCatalog.All[random.Next(MinerCatalog.All.Count)];
        string text = string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Argument(random, miner)));
        var result = ExtraArguments.Check(miner, FuzzRun.Mutate(random, text, "; reboot --script-start=x.sh @file"));
        if (result.Refusal is not null)
        {
            Assert.Empty(result.Arguments);
            return;
        }
        Assert.All(result.Arguments, a => Assert.Matches("^[A-Za-z0-9._+*,:/%#~=-]+$", a));
        Assert.All(result.Arguments.Where(a => a.StartsWith('-') && !char.IsAsciiDigit(a[1]) && a[1] != '.'), a => Assert.Contains(miner.ExtraFlags, f => f.Name == a.Split('=')[0]));
    });

    [Fact, Trait("check", "41")]
    public void A_launch_is_built_whole_or_refused() => FuzzRun.Rounds(random =>
    {
        var startable = MinerCatalog.All.Where(m => m.CanStart).ToList();
        var miner = startable[random.Next(startable.Count)];
        var pool = new MinerPool(Odd(random, "pool.example.org"), random.Next(8) == 0 ? random.Next() : 4444, Odd(random, "wallet")) { Worker = Odd(random, "rig1"), Password = Odd(random, "x"), Tls = random.Next(2) == 0 };
        var launch = Launches.Plain(miner.Algorithms[random.Next(miner.Algorithms.Count)].Id) with { Instance = Odd(random, "main"), WorkDirectory = Odd(random, "/var/lib/bloxos") };
        launch = launch with { Tasks = [launch.Tasks[0] with { Pools = [pool] }] };
        try
        {
            var command = miner.BuildCommandLine(launch, Launches.Api);
            Assert.All(command.Arguments, a => Assert.DoesNotContain(a, c => char.IsControl(c) || char.IsWhiteSpace(c) || c > '~' || ";&|`$<>\"'".Contains(c, StringComparison.Ordinal)));
            if (command.ConfigFile is { } file) { Assert.StartsWith(launch.WorkDirectory.TrimEnd('/') + "/" + miner.Id, file.Path); }
        }
        catch (MinerLaunchException e) { Assert.NotEmpty(e.Message); }
    });

    static string Pick(Random random) => Corpus[random.Next(Corpus.Count)];

    static string Odd(Random random, string text) => random.Next(4) == 0 ? FuzzRun.Mutate(random, text, "-o$(id)\n@x") : text;

    static string Argument(Random random, MinerDescriptor miner) =>
        miner.ExtraFlags.Count == 0 ? "--x" : $"{miner.ExtraFlags[random.Next(miner.ExtraFlags.Count)].Name} {random.Next(100)}";

    static void CheckReading(MinerReading reading)
    {
        Assert.InRange(reading.Work.Count, 0, 8);
        Assert.True(reading.UptimeSeconds is null or >= 0);
        foreach (var work in reading.Work)
        {
            Assert.InRange(work.Gpus.Count, 0, 64);
            foreach (double? rate in (double?[])[work.Hashrate, .. work.Gpus.Select(g => g.Hashrate)]) { Assert.True(rate is null || (double.IsFinite(rate.Value) && rate >= 0)); }
            foreach (long? count in (long?[])[work.Shares.Accepted, work.Shares.Rejected, work.Shares.Stale, work.Shares.Invalid]) { Assert.True(count is null or >= 0); }
            foreach (string? text in (string?[])[reading.Version, reading.Name, work.Pool, work.Algorithm]) { Assert.True(text is null || (text.Length is > 0 and <= 200 && !text.Any(char.IsControl))); }
        }
    }
}
