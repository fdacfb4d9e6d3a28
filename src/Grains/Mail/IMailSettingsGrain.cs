using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Mail;

/// <summary>The mail server that administrators set. The key is <see cref="Key"/>.</summary>
[Alias("bloxos.IMailSettingsGrain")]
public interface IMailSettingsGrain : IGrainWithStringKey
{
    /// <summary>The key of the only one.</summary>
    const string Key = "mail";

    /// <summary>What is set; null when nothing is.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<MailOptions?> Get();

    /// <summary>Replaces the version that was read, 0 when there was none. Done with the new version, or Changed.</summary>
    [Alias("Save")]
    Task<ChangeResult> Save(MailOptions options);

    /// <summary>Removes it all: the server sends no mail any more. Done, NotFound, or Changed.</summary>
    [Alias("Remove")]
    Task<ChangeResult> Remove(long version);

    /// <summary>Puts the same password, encrypted anew, in the place of what is stored; nothing happens when that is another by now.</summary>
    [Alias("ReplacePassword")]
    Task ReplacePassword(string stored, string anew);
}
