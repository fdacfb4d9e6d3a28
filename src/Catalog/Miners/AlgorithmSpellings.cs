using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>Ways in which miners write the algorithms of the catalogue.</summary>
internal static class AlgorithmSpellings
{
    const int MaximumLength = 40;

    /// <summary>Keys have letters and digits only, in lower case.</summary>
    static readonly (string Id, string Spellings)[] Known =
    [
        ("kawpow", "kawpow rvn ravencoin neox neoxa"),
        ("etchash", "etchash etc"),
        ("ethash", "ethash eth ethw daggerhashimoto octa"),
        ("autolykos2", "autolykos2 autolykos autolykosv2 ergo erg"),
        ("octopus", "octopus cfx conflux"),
        ("firopow", "firopow firo"),
        ("progpowz", "progpowz progpowzano zano"),
        ("nexapow", "nexapow nexa"),
        ("dynexsolve", "dynexsolve dynex"),
        ("kheavyhash", "kheavyhash kaspa kas"),
        ("karlsenhash", "karlsenhash karlsen kls karlsenv1"),
        ("pyrinhash", "pyrinhash pyrin pyi"),
        ("blake3", "blake3 alephium aleph alph blake3alephium blake3alph"),
        ("fishhash", "fishhash ironfish iron"),
        ("sha512_256d", "sha512256d radiant rxd sha512256dradiant"),
        ("equihash125_4", "equihash1254 1254 equi1254 zelhash flux zel"),
        ("equihash144_5", "equihash1445 1445 equi1445 equihash1445bgoldpow"),
        ("equihash192_7", "equihash1927 1927 equi1927"),
        ("equihash210_9", "equihash2109 2109 equi2109 equihash2109aion0pow"),
        ("beamhash3", "beamhash3 beamhashiii beamiii beamv3 beamhash beam3 beam"),
        ("cuckatoo32", "cuckatoo32 c32 grin32 cuckatoo32grin"),
        ("cuckoo29", "cuckoo29 cuckoo aeternity cuckooae c29ae"),
        ("randomx", "randomx rx0 randomxmonero monero"),
        ("ghostrider", "ghostrider gr"),
        ("verushash", "verushash verus"),
        ("qubic", "qubic"),
        ("randomwow", "randomwow rxwow"),
        ("randomarq", "randomarq rxarq"),
        ("xelishashv2", "xelishashv2 xelis"),
        ("xelishashv3", "xelishashv3"),
        ("pearlhash", "pearlhash pearl"),
        ("cryptix_ox8", "cryptixox8 cryptix"),
        ("scrypt", "scrypt"),
        ("sha256d", "sha256d sha256 bitcoin"),
    ];

    /// <summary>The catalogue's id for a miner's name of an algorithm; an unknown one keeps that name in lower case. Null for none.</summary>
    public static string? ToId(string? name)
    {
        if (ReadingRules.Text(name) is not { } text) { return null; }
        if (text.Length > MaximumLength) { text = text[..MaximumLength]; }
        string key = string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        foreach (var (id, spellings) in Known)
        {
            if (key.Length > 0 && spellings.Split(' ').Contains(key, StringComparer.Ordinal)) { return id; }
        }
        return text.ToLowerInvariant();
    }
}
