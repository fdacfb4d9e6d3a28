using BloxOs.Grains.Farms;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;

namespace BloxOs.Web.Api;

/// <summary>Who calls.</summary>
/// <param name="UserId">The person, also behind a key.</param>
/// <param name="Name">His name, or the key's.</param>
/// <param name="Role">His role.</param>
/// <param name="Kind">How he showed who he is.</param>
/// <param name="Reach">The level that this caller reaches at most in a farm.</param>
/// <param name="FarmIds">The only farms of an API key; null for all of its owner.</param>
internal sealed record MeAnswer(string UserId, string Name, UserRole Role, CallerKind Kind, FarmLevel Reach, IReadOnlyList<string>? FarmIds);

/// <summary><c>/me</c>.</summary>
internal static class MeApi
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/me", static (HttpContext http) => Get(http.Granted().Caller))
        .Operation("meGet", "Who calls", "The person behind the key or token, and how far this caller reaches at most.", new NeedsSignInAttribute())
        .WithTags("Me").Produces<MeAnswer>();

    static MeAnswer Get(Caller caller) =>
        new(caller.UserId, caller.Name, caller.Role, caller.Kind, caller.Cap, caller.Farms is { } farms ? [.. farms.Order(StringComparer.Ordinal)] : null);
}
