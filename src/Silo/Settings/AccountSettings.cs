namespace BloxOs.Silo.Settings;

/// <summary>Who may make an account.</summary>
public enum Registration
{
    /// <summary>Whoever has a link from an administrator, or from an owner of a farm where that is set.</summary>
    Invite,

    /// <summary>Anybody who reaches the server.</summary>
    Open,

    /// <summary>Nobody.</summary>
    Closed,
}

/// <summary>How people get in.</summary>
/// <param name="Registration">Who may make an account.</param>
/// <param name="PublicUrl">Where people reach the server, for links in mail; null takes what the request says.</param>
/// <param name="FarmInvitesRegister">Whether, where accounts are made by invitation, one to a farm is enough; else only an administrator's.</param>
public sealed record AccountSettings(Registration Registration = Registration.Invite, Uri? PublicUrl = null, bool FarmInvitesRegister = true);
