namespace BloxOs.Web.Access;

/// <summary>How a caller showed who he is.</summary>
public enum CallerKind
{
    /// <summary>A browser with a session cookie.</summary>
    Session,

    /// <summary>An API key.</summary>
    ApiKey,

    /// <summary>A short-lived access token.</summary>
    Token,
}
