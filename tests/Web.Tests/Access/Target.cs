namespace BloxOs.Web.Tests.Access;

/// <summary>Whose farm or rig a call names.</summary>
internal enum Target
{
    /// <summary>The farm in which the callers have their levels.</summary>
    Own,

    /// <summary>A farm of somebody else.</summary>
    Other,

    /// <summary>A farm that the callers had, and that was deleted.</summary>
    Deleted,

    /// <summary>A farm that there never was.</summary>
    Never,
}
