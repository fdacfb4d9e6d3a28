using BloxOs.Grains.Rigs;
using BloxOs.Silo.Gateway;

namespace BloxOs.Web.Display;

/// <summary>How long a rig may say nothing; as this process is set, so that what pages say is what the gateway does.</summary>
/// <param name="Stale">From then on it is stale.</param>
/// <param name="Offline">From then on its connection is cut.</param>
internal sealed record SilenceLimits(TimeSpan Stale, TimeSpan Offline)
{
    /// <summary>Those of the default heartbeat.</summary>
    public static SilenceLimits Usual { get; } = new(RigHealth.StaleAfter, RigHealth.OfflineAfter);

    /// <summary>Those of a gateway.</summary>
    public static SilenceLimits Of(GatewayOptions gateway) => new(gateway.StaleAfter, gateway.OfflineAfter);

    /// <summary>"16 s".</summary>
    public string StaleText => Text(Stale);

    /// <summary>"30 s".</summary>
    public string OfflineText => Text(Offline);

    static string Text(TimeSpan span) => NumberText.Whole(Math.Ceiling(span.TotalSeconds)) + " s";
}
