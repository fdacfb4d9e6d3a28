namespace BloxOs.RigSim.Models;

/// <summary>Seeded random numbers (SplitMix64): eight bytes of state, and the same on every machine and runtime for ever.</summary>
internal struct Dice
{
    const ulong Step = 0x9E3779B97F4A7C15;

    ulong state;

    Dice(ulong state) => this.state = state;

    /// <summary>Dice of their own for one purpose (<paramref name="stream"/>) of one rig of one seeded fleet.</summary>
    public static Dice Of(int seed, int rig, int stream)
    {
        var dice = new Dice(unchecked((((ulong)(uint)seed << 32) | (uint)rig) * Step + (ulong)stream * 0xD1B54A32D192ED03));
        dice.Next();
        return dice;
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            state += Step;
            ulong z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>From 0 inclusive to 1 exclusive.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>.</summary>
    public double Between(double low, double high) => low + Unit() * (high - low);

    /// <summary>Whole number from 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(Unit() * count);

    /// <summary>True with this probability, 0 to 1.</summary>
    public bool Happens(double probability) => probability > 0 && Unit() < probability;

    /// <summary>Any of these.</summary>
    public T Any<T>(IReadOnlyList<T> of) => of[Below(of.Count)];

    /// <summary>Around 0 with a spread of about 1 (three throws added: bell enough for a temperature).</summary>
    public double Bell() => (Unit() + Unit() + Unit()) * 2 - 3;

    /// <summary>How often something happens that is expected <paramref name="mean"/> times.</summary>
    public int Times(double mean)
    {
        int whole = (int)mean;
        return Math.Max(0, whole + (Happens(mean - whole) ? 1 : 0) + (whole > 3 ? (int)Math.Round(Bell() * Math.Sqrt(whole) * 0.5) : 0));
    }
}
