using System.Globalization;
using System.Security.Claims;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;

namespace BloxOs.Web.Access;

/// <summary>Who calls and how far he reaches at most; what he may do in one farm is the farm's to say.</summary>
public sealed record Caller
{
    /// <summary>Id of the person, also behind a key.</summary>
    public required string UserId { get; init; }

    /// <summary>As he wants to be called; the key's name for a key.</summary>
    public string Name { get; init; } = "";

    /// <summary>His role.</summary>
    public UserRole Role { get; init; }

    /// <summary>How he showed who he is.</summary>
    public CallerKind Kind { get; init; }

    /// <summary>The session; null behind a key.</summary>
    public string? SessionId { get; init; }

    /// <summary>The key; null without one.</summary>
    public string? KeyId { get; init; }

    /// <summary>The level that he reaches at most, whatever a farm says.</summary>
    public FarmLevel Cap { get; init; } = FarmLevel.Owner;

    /// <summary>The only farms that exist for him; null: all that he belongs to.</summary>
    public IReadOnlySet<string>? Farms { get; init; }

    /// <summary>When his password was entered last; null when that is not known.</summary>
    public DateTimeOffset? EnteredAt { get; init; }

    /// <summary>A key that may say which wallets and pools rigs mine to. Of people their password is asked instead.</summary>
    public bool KeyForWallets { get; init; }

    /// <summary>May do what concerns the whole installation.</summary>
    public bool IsAdmin => Role == UserRole.Admin && Kind != CallerKind.ApiKey;

    /// <summary>Reads the claims of an authenticated principal; null for anybody else, also for claims that make no sense.</summary>
    public static Caller? Of(ClaimsPrincipal user)
    {
        if (user.Identity?.IsAuthenticated != true || user.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id || !OpaqueId.IsValid(id)) { return null; }
        string? key = user.FindFirstValue(AccessClaims.Key);
        var farms = user.FindAll(AccessClaims.Farm).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
        var role = RoleOf(user.FindFirstValue(AccessClaims.Role));
        return new()
        {
            UserId = id,
            Name = user.FindFirstValue(ClaimTypes.Name) ?? "",
            Role = role,
            Kind = key is not null ? CallerKind.ApiKey : user.HasClaim(c => c.Type == AccessClaims.Token) ? CallerKind.Token : CallerKind.Session,
            SessionId = user.FindFirstValue(AccessClaims.Session),
            KeyId = key,
            Cap = Lower(CapOf(user, key is not null), role == UserRole.Monitor ? FarmLevel.Viewer : FarmLevel.Owner),
            Farms = farms.Count == 0 ? null : farms,
            KeyForWallets = key is not null && user.HasClaim(static c => c.Type == AccessClaims.Wallets),
            EnteredAt = long.TryParse(user.FindFirstValue(AccessClaims.Entered), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds < 253_402_300_800
                ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        };
    }

    static UserRole RoleOf(string? text) => text switch { "admin" => UserRole.Admin, "monitor" => UserRole.Monitor, _ => UserRole.User };

    /// <summary>A key without a readable cap reaches nothing.</summary>
    static FarmLevel CapOf(ClaimsPrincipal user, bool isKey)
    {
        if (user.FindFirstValue(AccessClaims.Cap) is not { } text) { return isKey ? FarmLevel.None : FarmLevel.Owner; }
        return Enum.TryParse<FarmLevel>(text, ignoreCase: true, out var cap) && Enum.IsDefined(cap) ? cap : FarmLevel.None;
    }

    static FarmLevel Lower(FarmLevel a, FarmLevel b) => a < b ? a : b;
}
