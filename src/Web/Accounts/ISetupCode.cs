namespace BloxOs.Web.Accounts;

/// <summary>The set-up code for the console of the server: who can read that may make the owner.</summary>
public interface ISetupCode
{
    /// <summary>
    /// A fresh code to print in the start banner, as one line of text; null when there is an owner already. From this call on, a code that expires or is
    /// tried too often is replaced, and the new one printed with the same words.
    /// </summary>
    Task<string?> AnnounceAsync(CancellationToken cancellation);
}
