using BloxOs.Data.Audit;
using BloxOs.Grains.Commands;
using BloxOs.Web.Commands;

namespace BloxOs.Web.Tests.Rigs;

public sealed class WorkChangesTests
{
    static readonly WantedPool Pool = new() { Host = "pool.example", Port = 3333, Tls = true, User = "wallet", Worker = "oak", SealedPassword = "sealed-one" };

    static readonly WantedMiner Miner = new()
    {
        Name = "main", Miner = "t-rex", Devices = ["0000:0a:00.0"], Arguments = ["--no-color"], Algorithms = [new() { Algorithm = "kawpow", Coin = "RVN", Pools = [Pool] }],
    };

    static readonly WantedWork Before = new() { Revision = 4, Miners = [Miner] };

    [Fact]
    public void Each_field_that_changed_is_a_line_and_of_a_password_only_that()
    {
        var other = Pool with { User = "thief", SealedPassword = "sealed-two" };
        var after = Before with { Maintenance = true, Miners = [Miner with { Arguments = [], Algorithms = [new() { Algorithm = "kawpow", Coin = "RVN", Pools = [other, Pool] }] }] };
        Assert.Equal(
            [
                "pool 1 of main, kawpow: pool.example:3333 over TLS as wallet.oak > pool.example:3333 over TLS as thief.oak", "password at pool 1 of main, kawpow:  > ",
                "pool 2 of main, kawpow:  > pool.example:3333 over TLS as wallet.oak", "password at pool 2 of main, kawpow:  > ", "arguments of main: --no-color > ", "maintenance: off > on",
            ],
            Lines(Before, after)[..^1]);
        Assert.DoesNotContain(Lines(Before, after), line => line.Contains("sealed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_miner_that_comes_and_one_that_goes_are_told_whole()
    {
        Assert.Equal(
            ["miners: left alone > managed", "miner main:  > t-rex", "coin of main, kawpow:  > RVN", "pool 1 of main, kawpow:  > pool.example:3333 over TLS as wallet.oak", "password at pool 1 of main, kawpow:  > ", "cards of main:  > 0000:0a:00.0", "arguments of main:  > --no-color"],
            Lines(WantedWork.None, Before)[..^1]);
        Assert.Contains("miner main: t-rex > ", Lines(Before, Before with { Miners = [] }));
        Assert.Empty(WorkChanges.Of(Before, Before with { Revision = 9, ChangedBy = "Mara" }));
    }

    [Fact]
    public void The_fingerprint_tells_states_apart_and_nothing_else()
    {
        var (a, b) = (Fingerprint(Before, Before with { Maintenance = true }), Fingerprint(Before with { Revision = 8 }, Before with { Miners = [Miner with { Enabled = false }] }));
        Assert.Equal(a.Before, b.Before);
        Assert.NotEqual(a.After, b.After);
        Assert.All([a.Before!, a.After!], static hash => Assert.Equal(64, hash.Length));

        static AuditChange Fingerprint(WantedWork before, WantedWork after) => Assert.Single(WorkChanges.Of(before, after), static c => c.Field == "SHA-256 of all");
    }

    /// <summary>The longest state that is allowed, changed everywhere, fits into the log: nothing is cut in the middle of a word.</summary>
    [Fact]
    public void What_is_long_fits_into_a_line_of_the_log()
    {
        string longArgument = new('a', 200);
        var many = Miner with { Arguments = [.. Enumerable.Range(0, 64).Select(i => longArgument + i)] };
        var change = Assert.Single(WorkChanges.Of(Before with { Miners = [many] }, Before with { Miners = [many with { Arguments = many.Arguments.SetItem(5, "--other") }] }), static c => c.Field.StartsWith("arguments", StringComparison.Ordinal));
        Assert.Equal((longArgument + "5", "--other"), (change.Before, change.After));

        var pools = Miner with { Algorithms = [.. Enumerable.Range(0, 3).Select(a => new WantedAlgorithm { Algorithm = $"algorithm{a}", Pools = [.. Enumerable.Repeat(Pool with { User = new string('w', 200), Host = new string('h', 63) + ".example" }, 8)] })] };
        var all = WorkChanges.Of(Before, Before with { Miners = [.. Enumerable.Range(0, 16).Select(i => pools with { Name = $"m{i}" })] });
        Assert.Equal(AuditInput.MaxChanges, all.Count);
        Assert.Equal(("further changes", "SHA-256 of all"), (all[^2].Field, all[^1].Field));
        Assert.All(all, static c => Assert.True((c.Before?.Length ?? 0) <= AuditInput.MaxValueLength && (c.After?.Length ?? 0) <= AuditInput.MaxValueLength));
    }

    /// <summary>What stands on the rig's timeline is read by people: no names of fields, no fingerprint.</summary>
    [Fact]
    public void In_few_words_it_names_what_a_person_changed()
    {
        var spare = Miner with { Name = "spare" };
        Assert.Equal("main added", WorkChanges.Brief(WantedWork.None, Before));
        Assert.Equal("main removed; spare added", WorkChanges.Brief(Before, Before with { Miners = [spare] }));
        Assert.Equal("main changed; recovery", WorkChanges.Brief(Before, Before with { Miners = [Miner with { Arguments = [] }], Recovery = new() { RebootsInSixHours = 2 } }));
        Assert.Equal("main switched off; maintenance begun", WorkChanges.Brief(Before, Before with { Maintenance = true, Miners = [Miner with { Enabled = false }] }));
        Assert.Equal("list of miners forgotten", WorkChanges.Brief(Before, Before with { Miners = null }));
        Assert.Equal("", WorkChanges.Brief(Before, Before with { Revision = 9 }));
    }

    static List<string> Lines(WantedWork before, WantedWork after) => [.. WorkChanges.Of(before, after).Select(static c => $"{c.Field}: {c.Before} > {c.After}")];
}
