namespace BloxOs.Web.Tests.Access;

/// <summary>What a caller meets at a route.</summary>
internal enum Verdict
{
    /// <summary>He got through to what the route does.</summary>
    In,

    /// <summary>He is asked to sign in.</summary>
    SignIn,

    /// <summary>He is asked for his password again.</summary>
    Confirm,

    /// <summary>He sees it and may not.</summary>
    Forbidden,

    /// <summary>There is nothing for him.</summary>
    NotFound,
}
