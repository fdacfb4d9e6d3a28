namespace BloxOs.Grains.Mail;

/// <summary>The mail server that administrators set. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.mail-settings-state")]
internal sealed class MailSettingsState
{
    [Id(0)] public MailOptions? Options { get; set; }

    /// <summary>Counts up also over a removal, so that a page of before it saves nothing.</summary>
    [Id(1)] public long Version { get; set; }
}
