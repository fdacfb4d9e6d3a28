namespace BloxOs.Grains.Setup;

/// <summary>What of the set-up must survive. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.setup-state")]
internal sealed class SetupState
{
    /// <summary>SHA-256 of the normalised code; null when none was issued.</summary>
    [Id(0)] public byte[]? CodeHash { get; set; }

    [Id(1)] public DateTimeOffset CodeExpiresAt { get; set; }

    [Id(2)] public int WrongTries { get; set; }

    /// <summary>Chosen before the owner is made, so that a try that was cut off is taken up, not doubled.</summary>
    [Id(3)] public string? OwnerUserId { get; set; }

    [Id(4)] public string? OwnerFarmId { get; set; }

    /// <summary>Null while the set-up is open.</summary>
    [Id(5)] public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>The first account was made an administrator; false for one that is older than the roles.</summary>
    [Id(6)] public bool OwnerIsAdmin { get; set; }
}
