using System.Net;
using BloxOs.Data;
using BloxOs.Data.History;
using BloxOs.Silo.Gateway;
using BloxOs.Silo.Outbound;

namespace BloxOs.Silo.Settings;

/// <summary>Everything under <c>BloxOs:</c>, checked. docs/configuration.md lists the keys.</summary>
public sealed record BloxOsSettings
{
    /// <summary>What this process is.</summary>
    public Role Role { get; init; }

    /// <summary>Full path of the directory for database, keys and locks.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The file with the master key; null for <c>keys/master.key</c> in the data directory.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Own hosts and networks that outgoing connections may go to though they are not on the internet.</summary>
    public OutboundAllow OutboundAllow { get; init; } = OutboundAllow.None;

    /// <summary>Where people and rigs reach the server, for links and commands; null takes what the request says.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>How people get in.</summary>
    public AccountSettings Accounts { get; init; } = new();

    /// <summary>The mail server; null when BloxOs sends no mail.</summary>
    public MailSettings? Mail { get; init; }

    /// <summary>Proxies whose word about address and scheme of a request is taken.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>The database: in a web process of a cluster for the audit log and the key ring. Null only while the settings are wrong.</summary>
    public DatabaseOptions? Database { get; init; }

    /// <summary>The cluster; null for a single process.</summary>
    public ClusterSettings? Cluster { get; init; }

    /// <summary>How agents are treated.</summary>
    public GatewayOptions Gateway { get; init; } = new();

    /// <summary>Full path of the directory with the agent's builds; it may be missing. Null for <c>agent</c> in the data directory.</summary>
    public string? AgentFiles { get; init; }

    /// <summary>How long the history is kept.</summary>
    public HistoryOptions History { get; init; } = new();

    /// <summary>Whether <c>/metrics</c> answers others than this machine.</summary>
    public bool PublicMetrics { get; init; }

    /// <summary>Things to tell the person who starts it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>How the processes of a cluster find each other.</summary>
/// <param name="Redis">StackExchange.Redis configuration of the membership store.</param>
/// <param name="ClusterId">Processes with the same id form one cluster.</param>
/// <param name="AdvertisedAddress">The address at which the other silos reach this one; null picks one of this host.</param>
/// <param name="SiloPort">Port for the other silos.</param>
/// <param name="GatewayPort">Port for web processes.</param>
public sealed record ClusterSettings(string Redis, string ClusterId, IPAddress? AdvertisedAddress, int SiloPort, int GatewayPort);
