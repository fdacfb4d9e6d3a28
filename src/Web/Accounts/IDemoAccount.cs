namespace BloxOs.Web.Accounts;

/// <summary>The account of a demonstration.</summary>
public interface IDemoAccount
{
    /// <summary>
    /// Makes the user and his farm unless they exist, and closes the set-up with them when it is open. The same call again changes nothing, also not the
    /// password. The password need not keep to the rules: never call this on a server that is not a demonstration.
    /// </summary>
    /// <exception cref="ArgumentException">The e-mail address is none.</exception>
    Task<DemoAccount> EnsureDemoAccountAsync(string email, string password, string farmName, CancellationToken cancellation);
}

/// <summary>Opaque ids of the demo user and of his farm.</summary>
public sealed record DemoAccount(string UserId, string FarmId);
