namespace BloxOs.Agent.Updates;

/// <summary>The key that signatures of updates are checked with.</summary>
internal static class UpdateKeys
{
    /// <summary>The one that this program was built with (<c>-p:BloxOsUpdateKey=</c>, base64 of a SubjectPublicKeyInfo); null for none.</summary>
    public static string? CompiledIn => BuildInfo.UpdateKey.Length == 0 ? null : BuildInfo.UpdateKey;
}
