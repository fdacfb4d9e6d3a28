using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace BloxOs.TestServers.Fuzz;

/// <summary>
/// Feeds a parser with damaged inputs: never an exception, never long. A short, seeded run by default; a long one with another seed each time
/// when <c>BLOXOS_FUZZ_SECONDS</c> says how long for each parser.
/// </summary>
public static class ParserFuzz
{
    const int ShortRounds = 400;
    const int MaximumLength = 256 * 1024;

    /// <summary>Processor time that one input may cost: 100 ms is the promise, the rest is for slow and loaded machines.</summary>
    static readonly TimeSpan Allowed = TimeSpan.FromMilliseconds(100);

    /// <summary>A parser that waits for something hangs.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Runs a parser over mutations of good inputs.</summary>
    /// <param name="seeds">Inputs that it understands, so that the mutations get deep into it.</param>
    /// <param name="parse">The parser; an exception is a failure.</param>
    /// <param name="name">What a long run calls it when it tells how many inputs there were.</param>
    public static void Run(IReadOnlyList<string> seeds, Action<string> parse, [CallerMemberName] string name = "")
    {
        int seconds = int.TryParse(Environment.GetEnvironmentVariable("BLOXOS_FUZZ_SECONDS"), out int wanted) ? wanted : 0;
        int seed = seconds > 0 ? Environment.TickCount : 20261129;
        var mutator = new InputMutator(seeds, new(seed), MaximumLength);
        var clock = Stopwatch.StartNew();
        parse(seeds[0]);   // compiled once, before anything is measured
        int round = 0;
        for (; seconds > 0 ? clock.Elapsed.TotalSeconds < seconds : round < ShortRounds; round++)
        {
            string input = mutator.Next();
            try { Check(input, parse); }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {failure}\ninput (base64): {Convert.ToBase64String(Encoding.UTF8.GetBytes(input[..Math.Min(input.Length, 4096)]))}", failure);
            }
        }
        if (seconds > 0) { Console.WriteLine($"fuzz: {name}: {round} inputs in {seconds} s, seed {seed}"); }
    }

    /// <summary>The same for a parser of bytes.</summary>
    public static void RunBytes(IReadOnlyList<byte[]> seeds, Action<byte[]> parse, [CallerMemberName] string name = "") =>
        Run([.. seeds.Select(Encoding.Latin1.GetString)], text => parse(Encoding.Latin1.GetBytes(text)), name);

    // An input that seems slow is tried again: only the best of several runs says what the parser costs, the others what else the machine did.
    static void Check(string input, Action<string> parse)
    {
        var best = TimeSpan.MaxValue;
        for (int attempt = 0; attempt < 8; attempt++)
        {
            long start = Stopwatch.GetTimestamp();
            var before = ThreadClock.Now();
            parse(input);
            var spent = ThreadClock.Now() - before;
            if (Stopwatch.GetElapsedTime(start) > Longest) { throw new TimeoutException($"more than {Longest.TotalSeconds:0} s, whatever else the machine did"); }
            best = spent < best ? spent : best;
            if (best <= Allowed) { return; }
        }
        throw new TimeoutException($"{best.TotalMilliseconds:0} ms at best for an input of {input.Length} characters: {input[..Math.Min(input.Length, 500)]}");
    }
}
