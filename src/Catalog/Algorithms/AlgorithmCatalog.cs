using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace BloxOs.Catalog.Algorithms;

/// <summary>Known algorithms. One that is not listed is shown under its own name, in the unit of its family: H/s where the name tells none.</summary>
public static partial class AlgorithmCatalog
{
    static readonly FrozenDictionary<string, Algorithm> ById = new Algorithm[]
    {
        new("kawpow", "KawPow", "H", 2),
        new("etchash", "Etchash", "H", 2),
        new("ethash", "Ethash", "H", 2),
        new("autolykos2", "Autolykos2", "H", 2),
        new("octopus", "Octopus", "H", 2),
        new("firopow", "FiroPow", "H", 2),
        new("progpowz", "ProgPowZ", "H", 2),
        new("nexapow", "NexaPow", "H", 2),
        new("dynexsolve", "DynexSolve", "H", 1),
        new("kheavyhash", "kHeavyHash", "H", 3),
        new("karlsenhash", "KarlsenHash", "H", 3),
        new("pyrinhash", "PyrinHash", "H", 3),
        new("blake3", "Blake3", "H", 3),
        new("fishhash", "FishHash", "H", 2),
        new("sha512_256d", "SHA512/256d", "H", 3),
        new("equihash125_4", "Equihash 125,4", "Sol", 0),
        new("equihash144_5", "Equihash 144,5", "Sol", 0),
        new("equihash192_7", "Equihash 192,7", "Sol", 0),
        new("equihash210_9", "Equihash 210,9", "Sol", 0),
        new("beamhash3", "BeamHash III", "Sol", 0),
        new("cuckatoo32", "Cuckatoo32", "g", 0),
        new("cuckoo29", "Cuckoo29", "g", 0),
        new("randomx", "RandomX", "H", 1),
        new("ghostrider", "GhostRider", "H", 1),
        new("verushash", "VerusHash", "H", 2),
        new("qubic", "Qubic", "it", 0),
        new("randomwow", "RandomWOW", "H", 1),
        new("randomarq", "RandomARQ", "H", 1),
        new("verthash", "Verthash", "H", 1),
        new("xelishashv2", "XelisHash v2", "H", 1),
        new("xelishashv3", "XelisHash v3", "H", 1),
        new("pearlhash", "PearlHash", "H", 4),
        new("qhash", "QHash", "H", 2),
        new("cryptix_ox8", "Cryptix OX8", "H", 2),
        new("evrprogpow", "EvrProgPow", "H", 2),
        new("megabtx", "MegaBTX", "H", 2),
        new("memehash", "MemeHash", "H", 2),
        new("skydoge", "SkyDoge", "H", 2),
        new("x16r", "X16R", "H", 2),
        new("x16rv2", "X16Rv2", "H", 2),
        new("x21s", "X21S", "H", 2),
        new("lyra2v3", "Lyra2REv3", "H", 2),
        new("neoscrypt", "NeoScrypt", "H", 1),
        new("skein", "Skein", "H", 2),
        new("scrypt", "Scrypt", "H", 2),
        new("sha256d", "SHA-256d", "H", 4),
        new("x11", "X11", "H", 2),
    }.ToFrozenDictionary(a => a.Id, StringComparer.Ordinal);

    /// <summary>The algorithm with this id; an unknown id gets a plain entry of its own.</summary>
    public static Algorithm Get(string? id) => id is null ? Unknown("unknown") : ById.TryGetValue(id, out var found) ? found : Unknown(id);

    /// <summary>All known ones.</summary>
    public static IEnumerable<Algorithm> All => ById.Values;

    static Algorithm Unknown(string id) => new(id, id, Cuckoo().IsMatch(id) ? "g" : Equihash().IsMatch(id) ? "Sol" : "H", 0);

    /// <summary>Graphs: cuckoo, cuckatoo31, cuckaroo29b, cuckarooz29 and the miners' short c31, C30CTX.</summary>
    [GeneratedRegex(@"\A(cuck(oo|atoo|aroo)|c(29|3[0-2]))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Cuckoo();

    /// <summary>Solutions: equihash96_5, equi200_9, zhash, beamhash2 and bare parameters (150,5).</summary>
    [GeneratedRegex(@"\A(equihash|equi[0-9]|zhash|zelhash|beamhash|[0-9]{2,3}[,_/][0-9]{1,2}\z)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Equihash();
}
