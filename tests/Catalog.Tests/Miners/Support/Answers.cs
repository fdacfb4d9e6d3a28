using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Reading;
using BloxOs.TestServers;

namespace BloxOs.Catalog.Tests.Miners.Support;

/// <summary>Answers of miners: own fixtures, written after the documented formats, and captures that are not part of this repository.</summary>
internal static class Answers
{
    /// <summary>When the answers are said to come.</summary>
    public static DateTimeOffset At { get; } = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    /// <summary>The text of a capture; the test is skipped where it is absent.</summary>
    public static string Capture(string file)
    {
        string? path = SharedFixtures.Find($"miners/{file}");
        Assert.SkipWhen(path is null, $"no folder shared/fixtures beside or above the checkout: {file} is not read");
        return File.ReadAllText(path!);
    }

    /// <summary>The text of a fixture of this repository.</summary>
    public static string Fixture(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Miners", "Fixtures", file));

    /// <summary>What the miner makes of answers to its requests, in their order.</summary>
    public static MinerReading Read(this MinerDescriptor miner, params string?[] texts) =>
        miner.Read(new MinerReplies(At, texts)) ?? throw new InvalidDataException($"{miner.Title} could not read its answer");
}
