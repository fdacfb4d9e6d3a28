namespace BloxOs.Grains.Users;

/// <summary>Whose address it is. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.email-state")]
internal sealed class EmailState
{
    [Id(0)] public string UserId { get; set; } = "";

    [Id(1)] public DateTimeOffset ClaimedAt { get; set; }

    /// <summary>False while the user is being made.</summary>
    [Id(2)] public bool Confirmed { get; set; }
}
