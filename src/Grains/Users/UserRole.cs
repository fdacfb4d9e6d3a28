namespace BloxOs.Grains.Users;

/// <summary>What a person may do in this installation, beside what his farms allow him.</summary>
[GenerateSerializer, Alias("bloxos.user-role")]
public enum UserRole
{
    /// <summary>What the members of a farm let him do there.</summary>
    User = 0,

    /// <summary>Looks only, wherever he is invited.</summary>
    Monitor = 1,

    /// <summary>Everything, on every farm.</summary>
    Admin = 2,
}
