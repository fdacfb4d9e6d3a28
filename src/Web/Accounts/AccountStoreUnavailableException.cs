namespace BloxOs.Web.Accounts;

/// <summary>Who somebody is cannot be told now: the answer is 503, never "nobody".</summary>
public sealed class AccountStoreUnavailableException(string message, Exception cause) : Exception(message, cause);
