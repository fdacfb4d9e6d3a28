using System.Text.RegularExpressions;

namespace BloxOs.Silo.Gateway;

/// <summary>
/// Covers what looks like a secret in text from a rig, before anybody sees or stores it. Agents cover the secrets that they know; this is for what
/// they do not: a miner that somebody started by hand and that repeats its command line, a tool that prints its configuration, an older agent.
/// Wallets and accounts are no secrets. Rather too much is covered than too little.
/// </summary>
internal static partial class SecretMask
{
    /// <summary>Stands in place of a secret, as agents write it.</summary>
    public const string Cover = "***";

    const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>The text with its secrets covered; the same object when there are none.</summary>
    public static string Of(string text)
    {
        if (text.Length < 4) { return text; }
        text = Keys().Replace(text, Cover);
        text = UserInfo().Replace(text, Cover);
        text = Flags().Replace(text, Cover);
        text = Members().Replace(text, Cover);
        text = Authorize().Replace(text, Cover);
        text = Schemes().Replace(text, Cover);
        text = Tokens().Replace(text, Cover);
        return Phrases().Replace(text, Cover);
    }

    /// <summary>"-p x", "--pass=x", "--api-token", "x", the value only; also as the members of an argument list.</summary>
    [GeneratedRegex("""(?<=(^|[\s"'\[,])(-p|-?-(e?pass|epsw|psw|pwd|zpsw|dpsw|asm_pass|[a-z0-9_-]{0,24}(passwd|password|passphrase|token|secret|api-?key|private-?key))[0-9]?)(["']?,\s*["']?|=["']?|:\s?|\s{1,4}["']?))[^\s"',]+""", Options | RegexOptions.IgnoreCase)]
    private static partial Regex Flags();

    /// <summary>"password": "x", pass = x, PIN-less: what settings files and environments look like.</summary>
    [GeneratedRegex("""(?<=("pass"\s?:\s?"|(password|passwd|passphrase|secret|api[_-]?key|private[_ -]?key|access[_-]?token|rig[_-]?token|agent[_-]?token)["']?\s?[:=]\s?["']?))[^\s"',}]+""", Options | RegexOptions.IgnoreCase)]
    private static partial Regex Members();

    /// <summary>The password of scheme://user:password@host.</summary>
    [GeneratedRegex("""(?<=://[^\s/:@"']{0,200}:)[^\s/@"']+(?=@)""", Options)]
    private static partial Regex UserInfo();

    /// <summary>The second parameter of a stratum login.</summary>
    [GeneratedRegex("""(?<=mining\.authorize"[^\[\n]{0,60}\[\s?"[^"\n]{0,300}"\s?,\s?")[^"\n]+|(?<=\[\s?"[^"\n]{0,300}"\s?,\s?")[^"\n]+(?="\s?\][^\[\n]{0,60}mining\.authorize)""", Options)]
    private static partial Regex Authorize();

    /// <summary>Authorization headers.</summary>
    [GeneratedRegex("""(?<=\b(bearer|basic)\s)[A-Za-z0-9._~+/=-]{8,}""", Options | RegexOptions.IgnoreCase)]
    private static partial Regex Schemes();

    /// <summary>Tokens and keys of BloxOs, and signed tokens of others.</summary>
    [GeneratedRegex("""\bbx[a-z]_[a-z0-9_]{16,}|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)?""", Options)]
    private static partial Regex Tokens();

    /// <summary>Words from which a wallet can be made.</summary>
    [GeneratedRegex("""(?<=(mnemonic|(seed|recovery)[ _-](phrase|words)|seed)["']?\s?[:=]\s?["']?)[a-z]+( [a-z]+){5,}""", Options | RegexOptions.IgnoreCase)]
    private static partial Regex Phrases();

    /// <summary>Private keys in PEM, all their lines; without an end what follows is the key.</summary>
    [GeneratedRegex("""(?<=-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)[^-]+""", Options)]
    private static partial Regex Keys();
}
