using System.Net.Security;

namespace BloxOs.Web.Mail;

/// <summary>Which certificates of a mail server are believed: those that this machine believes, unless something else is registered.</summary>
/// <param name="Check">Null for the machine's own.</param>
internal sealed record MailTrust(RemoteCertificateValidationCallback? Check = null);
