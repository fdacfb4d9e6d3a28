namespace BloxOs.Grains.Mail;

/// <summary>The server that takes mail from BloxOs, as administrators set it. Only web processes can read the password in it.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.mail-options")]
public sealed record MailOptions
{
    /// <summary>Most characters of a name: that of a host in DNS.</summary>
    public const int MaxHost = 253;

    /// <summary>Name or address of the server.</summary>
    [Id(0)] public required string Host { get; init; }

    /// <summary>1 to 65535.</summary>
    [Id(1)] public required int Port { get; init; }

    /// <summary>How the way there is encrypted.</summary>
    [Id(2)] public MailSecurity Security { get; init; }

    /// <summary>Who signs in there; null when nobody does.</summary>
    [Id(3)] public string? User { get; init; }

    /// <summary>His password, encrypted; null with <see cref="User"/>.</summary>
    [Id(4)] public string? Password { get; init; }

    /// <summary>The address that mail comes from.</summary>
    [Id(5)] public required string From { get; init; }

    /// <summary>Where people reach this server, for links in mail; null when the process's own settings say it.</summary>
    [Id(6)] public string? LinksTo { get; init; }

    /// <summary>Counts up with each save, from 1; a save of an older version is refused.</summary>
    [Id(7)] public long Version { get; init; }

    /// <summary>Without user and password, so that no log line holds them.</summary>
    public override string ToString() => $"mail through {Host}:{Port}";
}
