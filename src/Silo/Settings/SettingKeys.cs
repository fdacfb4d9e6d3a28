namespace BloxOs.Silo.Settings;

/// <summary>A key under <c>BloxOs:</c> and what it may be, in words.</summary>
public sealed record SettingKey(string Key, string Allowed, string Default, string Meaning);

/// <summary>All keys: the reader accepts no other, and docs/configuration.md is made from them.</summary>
public static class SettingKeys
{
    /// <summary>The section.</summary>
    public const string Section = "BloxOs";

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<SettingKey> All { get; } =
    [
        new("Role", "All, Silo or Web", "All", "What this process is: everything in one, a silo of a cluster, or the web pages of a cluster."),
        new("DataDirectory", "a directory", "$STATE_DIRECTORY, or bloxos in the user's data directory", "Where database, keys and locks are."),
        new("PublicUrl", "an http or https address", "what the request says", "Where people and rigs reach the server."),
        new("Registration", "Invite, Open or Closed", "Invite", "Who may make an account: whoever was invited, anybody, or nobody."),
        new("FarmInvitesRegister", "true or false", "true", "With Registration Invite: whether an invitation to a farm, which its owners make, also lets its receiver make an account. false leaves new accounts to administrators."),
        new("TrustedProxies", "IP addresses and networks such as 10.0.0.0/8, separated by commas", "", "Proxies before the server whose X-Forwarded-For and X-Forwarded-Proto are believed. They must pass Host on unchanged."),
        new("KeyFile", "a file", "keys/master.key in the data directory", "The key that encrypts stored secrets; made at the first start. Keep a copy apart from the database. In a cluster all web processes need the same, and silos too where rigs have pool passwords."),
        new("OutboundAllow", "host names, IP addresses and networks such as 192.168.1.0/24, separated by commas", "", "Own hosts that mail and web hooks may go to though they are not on the internet."),
        new("Mail:Host", "a name or an address", "", "The server that takes mail from BloxOs; without one the page /admin/mail says which. One in the own network must be in OutboundAllow. Needs PublicUrl."),
        new("Mail:Port", "a port, 1 to 65535", "587", "Its port."),
        new("Mail:Security", "StartTls, Tls or None", "StartTls", "How the way there is encrypted. None sends no password."),
        new("Mail:User", "text", "", "Who signs in there."),
        new("Mail:Password", "text", "", "His password."),
        new("Mail:PasswordFile", "a file with the password", "", "Wins over Mail:Password."),
        new("Mail:From", "an e-mail address", "", "Where mail comes from."),
        new("Database:Provider", "Sqlite or PostgreSql", "Sqlite", "Which database. Each process of a cluster needs PostgreSql."),
        new("Database:ConnectionString", "an Npgsql connection string", "", "Only for PostgreSql."),
        new("Database:ConnectionStringFile", "a file with the connection string", "", "Wins over Database:ConnectionString."),
        new("Cluster:Redis", "a StackExchange.Redis configuration, host:port first", "", "Membership of the cluster; needed by Silo and Web."),
        new("Cluster:RedisFile", "a file with that configuration", "", "Wins over Cluster:Redis."),
        new("Cluster:Id", "1 to 64 letters, digits, - or _", "bloxos", "Processes with the same id form one cluster."),
        new("Cluster:AdvertisedAddress", "an IP address", "one of this host", "Where the other silos reach this one."),
        new("Cluster:SiloPort", "a port, 1 to 65535", "11111", "Port for the other silos."),
        new("Cluster:GatewayPort", "a port, 1 to 65535", "30000", "Port for web processes."),
        new("Gateway:HeartbeatInterval", "a duration, 1s to 5m", "10s", "Time between heartbeats of an agent."),
        new("Gateway:StatsInterval", "a duration, 1s to 1h", "30s", "Time between samples of an agent."),
        new("Gateway:MaxConnections", "0 to 1000000", "0", "Most agent sockets; 0 takes what the limit of open files leaves."),
        new("AgentFiles", "a directory", "agent in the data directory", "The agent's builds, as deploy/build-agents makes them: what rigs install and update themselves from."),
        new("History:Raw", "a duration, 25h to 3650d", "48h", "How long the history keeps every sample."),
        new("History:FiveMinutes", "a duration, 2d to 3650d, History:Raw or longer", "30d", "How long the history keeps a point of every five minutes."),
        new("History:Hour", "a duration, 2d to 3650d, History:FiveMinutes or longer", "730d", "How long the history keeps a point of every hour."),
        new("History:Every", "a duration, 1s to 15m", "5m", "How often new samples are packed and points are made of them; what is too old is deleted every twelfth time."),
        new("Metrics:Public", "true or false", "false", "Whether /metrics answers others than this machine."),
    ];
}
