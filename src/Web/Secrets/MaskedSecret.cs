using System.Diagnostics.CodeAnalysis;

namespace BloxOs.Web.Secrets;

/// <summary>
/// A stored secret in a form or in a body of the API. It goes out as <see cref="Mask"/> and never as itself; the mask that comes back means "keep it",
/// nothing means "remove it", anything else is a new one.
/// </summary>
internal readonly struct MaskedSecret
{
    /// <summary>What stands for a stored secret. It says nothing about its length.</summary>
    public const string Mask = "••••••••";

    /// <summary>Most characters of a new one.</summary>
    public const int MaxLength = 512;

    const char Dot = '•';

    readonly string? _new;

    MaskedSecret(bool isKept, string? anew) => (IsKept, _new) = (isKept, anew);

    /// <summary>It is to stay as it is stored.</summary>
    public bool IsKept { get; }

    /// <summary>There is to be none.</summary>
    public bool IsRemoved => !IsKept && _new is null;

    /// <summary>What to show for what is stored; null for nothing.</summary>
    public static string? Of(string? stored) => stored is null ? null : Mask;

    /// <summary>Reads what came back.</summary>
    /// <param name="text">As typed, or as a program sent it.</param>
    /// <param name="secret">What is wanted.</param>
    /// <param name="wrong">What is wrong with it, for people; null when nothing is.</param>
    public static bool TryRead(string? text, out MaskedSecret secret, [NotNullWhen(false)] out string? wrong)
    {
        (secret, wrong) = (default, null);
        if (string.IsNullOrEmpty(text)) { return true; }
        if (text == Mask)
        {
            secret = new(true, null);
            return true;
        }
        // A dot or two of the mask with something behind it is a slip, not a password.
        if (text.Contains(Dot, StringComparison.Ordinal)) { wrong = "Some dots of the old one are left in it: empty the field, then type the new one whole."; }
        else if (text.Length > MaxLength) { wrong = $"It has at most {MaxLength} characters."; }
        else if (text.Any(char.IsControl)) { wrong = "It has characters that cannot be typed."; }
        else { secret = new(false, text); }
        return wrong is null;
    }

    /// <summary>What to store now. Nothing can be kept where nothing is stored.</summary>
    /// <param name="stored">What is stored, encrypted; null for nothing.</param>
    /// <param name="box">Encrypts a new one.</param>
    /// <param name="kind">What it is for.</param>
    public string? Store(string? stored, ISecretBox box, SecretKind kind) => IsKept ? stored : _new is null ? null : box.Protect(kind, _new);

    /// <summary>Never the secret, so that no log line holds it.</summary>
    public override string ToString() => IsKept ? "kept" : IsRemoved ? "none" : "new";
}
