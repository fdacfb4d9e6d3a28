using BloxOs.Silo.Settings;

namespace BloxOs.Web.Mail;

/// <summary>What the process's own settings say of mail.</summary>
/// <param name="Settings">Null when they do not say.</param>
internal sealed record MailConfiguration(MailSettings? Settings);
