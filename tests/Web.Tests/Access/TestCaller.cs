using BloxOs.Grains.Farms;

namespace BloxOs.Web.Tests.Access;

/// <summary>Somebody who calls, and by hand how far he is expected to reach.</summary>
/// <param name="Name">For the message of a failure.</param>
/// <param name="Client">Shows his cookie, key or token, or nothing.</param>
internal sealed record TestCaller(string Name, HttpClient Client)
{
    /// <summary>A browser with a session.</summary>
    public bool Session { get; init; }

    /// <summary>A program with a key or token that holds.</summary>
    public bool Program { get; init; }

    /// <summary>It is a key.</summary>
    public bool Key { get; init; }

    /// <summary>How far he reaches in the callers' farm.</summary>
    public FarmLevel Own { get; init; }

    /// <summary>How far he reaches in somebody else's.</summary>
    public FarmLevel Other { get; init; }

    /// <summary>He may do what concerns the installation.</summary>
    public bool Admin { get; init; }

    /// <summary>He entered his password just now.</summary>
    public bool Fresh { get; init; }

    /// <summary>For forms of pages.</summary>
    public string FormToken { get; set; } = "";

    /// <summary>His cookies, for the hub.</summary>
    public System.Net.CookieContainer? Cookies { get; init; }

    /// <summary>What he is expected to meet.</summary>
    public Verdict Meets(Need need, Target target, bool isKnown)
    {
        if (need.Kind == NeedKind.Anybody) { return Verdict.In; }
        if (!isKnown) { return Verdict.SignIn; }
        var level = target switch { Target.Own => Own, Target.Other => Other, _ => FarmLevel.None };
        if (need.Kind == NeedKind.Admin && !Admin) { return Verdict.NotFound; }
        if (need.Kind is NeedKind.Farm or NeedKind.Rig && level == FarmLevel.None) { return Verdict.NotFound; }
        if (need.Kind is NeedKind.Farm or NeedKind.Rig && level < need.Level) { return Verdict.Forbidden; }
        return !need.Fresh || Fresh ? Verdict.In : Session ? Verdict.Confirm : Verdict.Forbidden;
    }
}
