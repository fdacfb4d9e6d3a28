namespace BloxOs.Grains.Users;

/// <summary>How far a person reaches beyond what his farms say.</summary>
[GenerateSerializer, Alias("bloxos.user-role")]
public enum UserRole
{
    /// <summary>His own farms and those he is invited to.</summary>
    User,

    /// <summary>Looks only, wherever he is invited.</summary>
    Monitor,

    /// <summary>Everything.</summary>
    Admin,
}
