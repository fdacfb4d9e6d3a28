using System.Security.Cryptography;
using System.Text;

namespace BloxOs.Grains.Setup;

/// <summary>
/// A set-up code as people read and type it: three groups of four out of 30 characters without look-alikes (no 0, O, 1, I, L, U), about
/// 59 random bits. Ten tries an hour leave nothing to guess.
/// </summary>
internal static class SetupCodeText
{
    const string Alphabet = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
    const int Characters = 12;
    const int Group = 4;
    const int MaxTyped = 64;

    /// <summary>A fresh code, such as <c>K7QM-2XWD-9RTA</c>.</summary>
    public static string New()
    {
        var text = RandomNumberGenerator.GetString(Alphabet, Characters);
        return string.Join('-', text.Chunk(Group).Select(static group => new string(group)));
    }

    /// <summary>SHA-256 of what was typed: case, spaces and dashes do not matter. Null when it cannot be a code.</summary>
    public static byte[]? Hash(string typed)
    {
        if (typed.Length > MaxTyped) { return null; }
        var code = string.Concat(typed.Where(static one => one is not (' ' or '-'))).ToUpperInvariant();
        return code.Length == Characters ? SHA256.HashData(Encoding.UTF8.GetBytes(code)) : null;
    }
}
