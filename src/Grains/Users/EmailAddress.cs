using System.Diagnostics.CodeAnalysis;

namespace BloxOs.Grains.Users;

/// <summary>The form of an e-mail address that a person signs in with. ASCII only, so that two look-alikes are never one person's.</summary>
public static class EmailAddress
{
    /// <summary>Longest address, characters.</summary>
    public const int MaxLength = 254;

    const int MaxLocalLength = 64;

    /// <summary>Takes spaces off the ends and lowers the case: the key under which an address belongs to one user.</summary>
    public static bool TryNormalise([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? normalised)
    {
        normalised = null;
        var address = text?.Trim(' ');
        if (address is not { Length: >= 3 and <= MaxLength }) { return false; }

        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (at is < 1 or > MaxLocalLength || address.IndexOf('@', at + 1) >= 0) { return false; }
        if (!address.AsSpan(0, at).ContainsOnly(IsLocal) || !IsDomain(address.AsSpan(at + 1))) { return false; }

        normalised = address.ToLowerInvariant();
        return true;
    }

    static bool IsLocal(char one) => char.IsAsciiLetterOrDigit(one) || ".!#$%&'*+/=?^_`{|}~-".Contains(one);

    static bool IsDomain(ReadOnlySpan<char> domain) =>
        domain.Length > 0 && char.IsAsciiLetterOrDigit(domain[0]) && char.IsAsciiLetterOrDigit(domain[^1])
        && domain.ContainsOnly(static one => char.IsAsciiLetterOrDigit(one) || one is '.' or '-')
        && !domain.Contains("..", StringComparison.Ordinal);

    static bool ContainsOnly(this ReadOnlySpan<char> text, Func<char, bool> allowed)
    {
        foreach (var one in text)
        {
            if (!allowed(one)) { return false; }
        }
        return true;
    }
}
