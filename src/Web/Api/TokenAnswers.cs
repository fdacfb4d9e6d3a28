namespace BloxOs.Web.Api;

/// <summary>How somebody shows who he is: e-mail address and password, or a refresh token.</summary>
/// <param name="Email">With <c>password</c>.</param>
/// <param name="Password">Exactly as it is.</param>
/// <param name="Code">With both, when the account asks for a one-time code: of the app, or a recovery code.</param>
/// <param name="RefreshToken">Instead of all that. It is good once.</param>
internal sealed record TokenInput(string? Email = null, string? Password = null, string? Code = null, string? RefreshToken = null)
{
    /// <summary>Without the secrets, so that no log line holds them.</summary>
    public override string ToString() => "sign-in";
}

/// <summary>Tokens.</summary>
/// <param name="AccessToken">For the header <c>Authorization: Bearer …</c>.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresInSeconds">How long the access token is good.</param>
/// <param name="RefreshToken">For the next access token. Shown a second time it ends the session: somebody has a copy.</param>
/// <param name="SessionId">The session, as in the list of the person's sessions, where it can be ended.</param>
internal sealed record TokenAnswer(string AccessToken, string TokenType, int ExpiresInSeconds, string RefreshToken, string SessionId)
{
    /// <summary>Without the tokens, so that no log line holds them.</summary>
    public override string ToString() => $"tokens of session {SessionId}";
}

/// <summary>A refresh token whose session is to end.</summary>
/// <param name="RefreshToken">The token.</param>
internal sealed record RevokeInput(string RefreshToken)
{
    /// <summary>Without the token, so that no log line holds it.</summary>
    public override string ToString() => "revocation";
}
