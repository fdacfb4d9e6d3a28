namespace BloxOs.Web.Access;

/// <summary>Whether a call may go on.</summary>
internal enum GateVerdict
{
    /// <summary>It may.</summary>
    Open,

    /// <summary>Nobody is signed in.</summary>
    SignIn,

    /// <summary>There is nothing, or nothing for this caller: both look the same.</summary>
    NotFound,

    /// <summary>He sees it and may not do this.</summary>
    Forbidden,

    /// <summary>He has to enter his password again first.</summary>
    Confirm,
}

/// <summary>The gate's word on one call.</summary>
internal readonly record struct GateAnswer(GateVerdict Verdict, Granted? Granted = null);
