using System.Security.Cryptography;

namespace BloxOs.Web.Accounts;

/// <summary>What every session of a user carries: another one ends them all.</summary>
internal static class SecurityStamp
{
    const int RandomBytes = 20;

    /// <summary>A fresh one, 160 random bits.</summary>
    public static string New() => Convert.ToHexString(RandomNumberGenerator.GetBytes(RandomBytes));
}
