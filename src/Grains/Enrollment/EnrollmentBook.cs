using System.Security.Cryptography;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Enrollment;

/// <summary>The rules on enrollment codes.</summary>
public static class EnrollmentBook
{
    /// <summary>Codes of one farm at a time.</summary>
    public const int MaxCodes = 50;

    /// <summary>Rigs that can join with one code.</summary>
    public const int MaxUses = 1_000;

    /// <summary>How long a code is good at most.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(7);

    /// <summary>How long it is good when nothing else is asked for.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long a rig that did not get its answer may ask again.</summary>
    public static readonly TimeSpan AskAgainFor = TimeSpan.FromHours(24);

    static readonly TimeSpan s_minLifetime = TimeSpan.FromMinutes(1);

    /// <summary>Why this code cannot be made; null when it can.</summary>
    public static string? WhyNot(int maxUses, TimeSpan lifetime, int codes)
    {
        if (maxUses is < 1 or > MaxUses) { return $"A code lets 1 to {MaxUses} rigs join."; }
        if (lifetime < s_minLifetime || lifetime > MaxLifetime) { return $"A code is good for 1 minute to {MaxLifetime.TotalDays:0} days."; }
        return codes >= MaxCodes ? $"There are {MaxCodes} codes; revoke some first." : null;
    }

    /// <summary>The code under this hash; null when there is none. Takes as long for each.</summary>
    internal static EnrollmentEntry? Find(List<EnrollmentEntry> codes, byte[] codeHash)
    {
        EnrollmentEntry? found = null;
        foreach (var code in codes) { if (CryptographicOperations.FixedTimeEquals(code.CodeHash, codeHash)) { found = code; } }
        return found;
    }

    /// <summary>The use of a rig that asks again; null when it has not asked before, or too long ago.</summary>
    internal static EnrollmentUse? Before(EnrollmentEntry code, byte[] keyHash, DateTimeOffset now) =>
        code.Uses.Find(use => CryptographicOperations.FixedTimeEquals(use.KeyHash, keyHash) && now - use.At < AskAgainFor);

    /// <summary>Whether one rig more may join.</summary>
    internal static bool IsOpen(EnrollmentEntry code, DateTimeOffset now) => now < code.ExpiresAt && code.Uses.Count < code.MaxUses;

    /// <summary>Whether nobody can do anything with it any more.</summary>
    internal static bool IsOver(EnrollmentEntry code, DateTimeOffset now) => !IsOpen(code, now) && code.Uses.TrueForAll(use => now - use.At >= AskAgainFor);

    /// <summary>A rig that left stays away: it is not made anew when it asks again.</summary>
    internal static void Forget(List<EnrollmentEntry> codes, string rigId)
    {
        foreach (var use in codes.SelectMany(code => code.Uses)) { if (use.RigId == rigId) { use.KeyHash = []; } }
    }

    /// <summary>The name of a rig that calls itself so.</summary>
    internal static string NameOf(string? hostName)
    {
        string name = hostName?.Replace("\uFFFD", "", StringComparison.Ordinal).Trim() ?? "";
        if (name.Length > RigName.MaxLength) { name = name[..RigName.MaxLength]; }
        try { return RigName.Check(name); }
        catch (ArgumentException) { return "New rig"; }
    }
}
