namespace BloxOs.Web.Secrets;

/// <summary>Encrypts secrets before they are stored. Whoever has the database but not the key file cannot read them.</summary>
public interface ISecretBox
{
    /// <summary>The secret as it may be stored: text of letters, digits, - and _.</summary>
    string Protect(SecretKind kind, string plain);

    /// <summary>The secret; null when the text was not made by <see cref="Protect"/> for this kind, or its key is gone.</summary>
    string? Unprotect(SecretKind kind, string stored);

    /// <summary>The same; <paramref name="isOld"/> when it was made under a key that newer ones follow: protect it anew and store that.</summary>
    string? Unprotect(SecretKind kind, string stored, out bool isOld);
}
