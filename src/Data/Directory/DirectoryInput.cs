namespace BloxOs.Data.Directory;

/// <summary>Limits of what the directory stores.</summary>
internal static class DirectoryInput
{
    public const int MaxIdLength = 128;
    public const int MaxNameLength = 256;

    /// <summary>Most entries in one page.</summary>
    public const int MaxLimit = 10_000;

    public static void Check(FarmEntry farm)
    {
        CheckId(farm.FarmId, nameof(farm));
        CheckName(farm.Name, nameof(farm));
    }

    public static void Check(RigEntry rig)
    {
        CheckId(rig.RigId, nameof(rig));
        CheckId(rig.FarmId, nameof(rig));
        CheckName(rig.Name, nameof(rig));
    }

    public static void Check(UserEntry user)
    {
        CheckId(user.UserId, nameof(user));
        CheckName(user.Email, nameof(user));
        CheckName(user.Name, nameof(user));
    }

    public static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
    }

    public static void CheckId(string id, string parameter)
    {
        if (id is null || id.Length is 0 or > MaxIdLength || id.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException($"Id: 1 to {MaxIdLength} printable ASCII characters.", parameter);
    }

    /// <summary>PostgreSQL stores neither NUL nor half of a surrogate pair.</summary>
    private static void CheckName(string name, string parameter)
    {
        if (name is null || name.Length > MaxNameLength)
            throw new ArgumentException($"Name: at most {MaxNameLength} characters.", parameter);
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.Value is 0 or 0xFFFD)
                throw new ArgumentException("Name: NUL and broken characters are not text.", parameter);
        }
    }
}
