using BloxOs.TestServers.Fuzz;

namespace BloxOs.Catalog.Tests.Fuzz;

/// <summary>How long to try inputs that nobody thought of: a fixed number in the short run, <c>BLOXOS_FUZZ_SECONDS</c> in the long one.</summary>
internal static class FuzzRun
{
    const int ShortRounds = 3_000;

    /// <summary>Processor time that one input may cost.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs one round after another with its own random numbers; a failure names the seed.</summary>
    public static void Rounds(Action<Random> round)
    {
        bool isLong = int.TryParse(Environment.GetEnvironmentVariable("BLOXOS_FUZZ_SECONDS"), out int seconds);
        int seed = isLong ? Environment.TickCount : 20261129;
        long begun = TimeProvider.System.GetTimestamp();
        int i = 0;
        for (; isLong ? TimeProvider.System.GetElapsedTime(begun).TotalSeconds < seconds : i < ShortRounds; i++, seed++)
        {
            try { Assert.True(LeastTime(round, seed) < Limit, $"more than {Limit.TotalMilliseconds} ms of processor time, again and again"); }
            catch (Exception e) { throw new InvalidOperationException($"Seed {seed}: {e.Message}", e); }
        }
        if (isLong) { Console.WriteLine($"fuzz: {TestContext.Current.Test?.TestDisplayName}: {i} rounds in {seconds} s, last seed {seed}"); }
    }

    /// <summary>A round that seems slow is repeated: what is compiled or collected meanwhile is not its own.</summary>
    static TimeSpan LeastTime(Action<Random> round, int seed)
    {
        var least = TimeSpan.MaxValue;
        for (int tries = 0; tries < 10 && least >= Limit; tries++)
        {
            var before = ThreadClock.Now();
            round(new Random(seed));
            var took = ThreadClock.Now() - before;
            if (took < least) { least = took; }
        }
        return least;
    }

    /// <summary>A text with a few things changed, cut out, doubled or put in from another.</summary>
    public static string Mutate(Random random, string text, string other)
    {
        string[] hostile = ["\0", "}{", "[[[[", "\\ud800", "1e999", "-1", "null", "\"", "\\", "|", ";", "=", "\u202e", "99999999999999999999", "NaN", "\r\n", "{}", "[]", "0x", "-0", "1e-320", "true", "%s", "../", "$(id)"];
        for (int i = random.Next(1, 6); i > 0 && text.Length > 0; i--)
        {
            int at = random.Next(text.Length), length = Math.Min(random.Next(1, 20), text.Length - at);
            text = random.Next(6) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, hostile[random.Next(hostile.Length)]),
                2 => text.Insert(at, text.Substring(at, length)),
                3 => text[..at],
                4 => string.Concat(text.AsSpan(0, at), ((char)random.Next(0x250)).ToString(), text.AsSpan(at + 1)),
                _ => other.Length == 0 ? text : string.Concat(text.AsSpan(0, at), other.AsSpan(random.Next(other.Length))),
            };
        }
        return text.Length > 200_000 ? text[..200_000] : text;
    }
}
