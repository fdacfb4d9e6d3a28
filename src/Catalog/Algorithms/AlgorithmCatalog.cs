using System.Collections.Frozen;

namespace BloxOs.Catalog.Algorithms;

/// <summary>Known algorithms. One that is not listed is shown under its own name in H/s.</summary>
public static class AlgorithmCatalog
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
    }.ToFrozenDictionary(a => a.Id, StringComparer.Ordinal);

    /// <summary>The algorithm with this id; an unknown id gets a plain entry of its own.</summary>
    public static Algorithm Get(string? id) => id is null ? Unknown("unknown") : ById.TryGetValue(id, out var found) ? found : Unknown(id);

    /// <summary>All known ones.</summary>
    public static IEnumerable<Algorithm> All => ById.Values;

    static Algorithm Unknown(string id) => new(id, id, "H", 0);
}
