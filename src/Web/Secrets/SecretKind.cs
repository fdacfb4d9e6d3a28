namespace BloxOs.Web.Secrets;

/// <summary>What a secret is for. What was protected as one kind cannot be read as another; the names are stored for ever.</summary>
public enum SecretKind
{
    /// <summary>Seed of a second factor.</summary>
    TotpSeed,

    /// <summary>Password of the mail server.</summary>
    SmtpPassword,

    /// <summary>Key that signs access tokens.</summary>
    JwtSigningKey,

    /// <summary>Token of a chat bot.</summary>
    BotToken,

    /// <summary>Address or key of a web hook, which lets whoever knows it post.</summary>
    WebhookSecret,

    /// <summary>Password at a pool.</summary>
    PoolPassword,

    /// <summary>A wallet's address, kept from those who only read the database.</summary>
    Wallet,

    /// <summary>Answer of the API to a request that may be repeated; it can hold a token that is shown once.</summary>
    ApiAnswer,

    /// <summary>What was chosen of many rigs and what became of it, for the page that says so.</summary>
    BatchNote,
}
