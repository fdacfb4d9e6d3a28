namespace BloxOs.Catalog.Miners.Launching;

/// <summary>One pool of an algorithm, with the account on it.</summary>
/// <param name="Host">Host name or address, without a scheme.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="User">Wallet or account name.</param>
public sealed record MinerPool(string Host, int Port, string User)
{
    /// <summary>Encrypted with TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>Name of the rig towards the pool; null for none.</summary>
    public string? Worker { get; init; }

    /// <summary>Password of the account; pools mostly want <c>x</c>.</summary>
    public string Password { get; init; } = "x";

    /// <summary><c>host:port</c>, an IPv6 address in brackets.</summary>
    public string Address => Host.Contains(':', StringComparison.Ordinal) && !Host.StartsWith('[') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Wallet and worker joined by a point, as most pools want them in one field.</summary>
    public string UserWithWorker => Worker is { Length: > 0 } ? $"{User}.{Worker}" : User;

    /// <summary>Without the account's secrets: a record prints all of its members otherwise.</summary>
    public override string ToString() => (Tls ? "tls://" : "tcp://") + Address;
}
