namespace BloxOs.Web.Tests.Access;

/// <summary>What a route concerns.</summary>
internal enum NeedKind
{
    /// <summary>Nobody's things.</summary>
    Anybody,

    /// <summary>The caller's own things.</summary>
    SignedIn,

    /// <summary>The installation.</summary>
    Admin,

    /// <summary>A farm.</summary>
    Farm,

    /// <summary>A rig.</summary>
    Rig,
}
