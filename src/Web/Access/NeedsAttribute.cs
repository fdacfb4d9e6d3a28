using BloxOs.Grains.Farms;
using Microsoft.AspNetCore.Authorization;

namespace BloxOs.Web.Access;

/// <summary>
/// What a caller needs: on a page model for all its handlers, on a handler instead of that; as metadata on any other endpoint; on a hub's
/// methods. Everything that can be called has one, a test goes through all of them, and what has none is refused.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal abstract class NeedsAttribute : Attribute;

/// <summary>Anybody may, also without signing in.</summary>
internal sealed class NeedsNobodyAttribute : NeedsAttribute, IAllowAnonymous;

/// <summary>Anybody who is signed in: for what is his own.</summary>
internal sealed class NeedsSignInAttribute : NeedsAttribute;

/// <summary>An administrator, not through an API key.</summary>
internal sealed class NeedsAdminAttribute : NeedsAttribute;

/// <summary>This level in the farm that <c>farmId</c> names, in the route or else in the form or query, or as a hub method's argument.</summary>
internal sealed class NeedsFarmAttribute(FarmLevel level) : NeedsAttribute
{
    /// <summary>The least level.</summary>
    public FarmLevel Level { get; } = level;
}

/// <summary>This level in the farm of the rig that <c>rigId</c> names, found as in <see cref="NeedsFarmAttribute"/>.</summary>
internal sealed class NeedsRigAttribute(FarmLevel level) : NeedsAttribute
{
    /// <summary>The least level.</summary>
    public FarmLevel Level { get; } = level;
}

/// <summary>Beside one of the others: the password was entered within <see cref="Gate.Fresh"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class NeedsFreshSignInAttribute : Attribute;
