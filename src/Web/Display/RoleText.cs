using BloxOs.Grains.Users;

namespace BloxOs.Web.Display;

/// <summary>Roles in words.</summary>
internal static class RoleText
{
    /// <summary>The name.</summary>
    public static string Of(UserRole role) => role switch { UserRole.Admin => "Admin", UserRole.Monitor => "Monitor", _ => "User" };

    /// <summary>What it allows.</summary>
    public static string Meaning(UserRole role) => role switch
    {
        UserRole.Admin => "everything, on every farm",
        UserRole.Monitor => "looks, wherever invited; changes nothing",
        _ => "own farms, and what others share",
    };
}
