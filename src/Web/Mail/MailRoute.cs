using BloxOs.Silo.Settings;

namespace BloxOs.Web.Mail;

/// <summary>How a letter goes out now.</summary>
/// <param name="Settings">The server that takes it.</param>
/// <param name="LinksTo">Where its links lead: what the person who runs the server said, never what a request calls this host.</param>
internal sealed record MailRoute(MailSettings Settings, Uri LinksTo)
{
    /// <summary>A link in a letter.</summary>
    /// <param name="path">A path of this server.</param>
    public string LinkTo(string path) => LinksTo.ToString().TrimEnd('/') + path;

    /// <summary>The host only.</summary>
    public override string ToString() => Settings.ToString();
}
