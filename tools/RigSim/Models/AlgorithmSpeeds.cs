using System.Collections.Frozen;

namespace BloxOs.RigSim.Models;

/// <summary>Speeds that look right: what an RTX 3070 does, scaled by the card.</summary>
internal static class AlgorithmSpeeds
{
    // Speed of an RTX 3070 in hashes per second, and whether memory (true) or the core bounds it.
    static readonly FrozenDictionary<string, (double Base, bool Memory)> OfBaseCard = new Dictionary<string, (double, bool)>
    {
        ["kawpow"] = (30.4e6, true),
        ["etchash"] = (61.2e6, true),
        ["autolykos2"] = (127.0e6, true),
        ["octopus"] = (54.5e6, true),
        ["firopow"] = (29.8e6, true),
        ["fishhash"] = (27.5e6, true),
        ["equihash125_4"] = (33.0, true),
        ["beamhash3"] = (24.6, true),
        ["cuckoo29"] = (7.9, true),
        ["nexapow"] = (91.0e6, false),
        ["dynexsolve"] = (3.4e3, false),
        ["kheavyhash"] = (0.62e9, false),
        ["karlsenhash"] = (0.58e9, false),
        ["pyrinhash"] = (1.55e9, false),
    }.ToFrozenDictionary();

    /// <summary>Hashes per second of one tuned card.</summary>
    public static double Of(CardModel card, string algorithm)
    {
        var (speed, memory) = OfBaseCard[algorithm];
        return speed * (memory ? card.MemorySpeed : card.CoreSpeed);
    }
}
