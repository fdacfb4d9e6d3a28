namespace BloxOs.Architecture.Tests.Security;

/// <summary>One thing that must hold; the tests that show it carry <c>[Trait("check", "number")]</c>.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Title">What must hold, short.</param>
/// <param name="Asvs">Requirements of OWASP ASVS 5.0.</param>
/// <param name="Later">What it waits for, while the thing that it is about does not exist; null when it applies now.</param>
internal sealed record SecurityCheck(int Number, string Title, string Asvs, string? Later = null);
