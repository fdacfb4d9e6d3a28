using System.Net;
using BloxOs.Data;
using BloxOs.Data.History;
using BloxOs.Grains.Mail;
using BloxOs.Grains.Users;
using BloxOs.Silo.Gateway;
using BloxOs.Silo.Outbound;

namespace BloxOs.Silo.Settings;

/// <summary>Reads <c>BloxOs:</c> strictly: what is not a setting, or not one of its values, stops the start with a line that says what it may be.</summary>
public static class SettingsReader
{
    const string DatabaseFile = "bloxos.db";

    /// <summary>The settings of this process.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="defaultDataDirectory">Used when <c>BloxOs:DataDirectory</c> is not set.</param>
    /// <exception cref="SettingsException">Something is wrong; all of it is named.</exception>
    public static BloxOsSettings Read(IConfiguration configuration, string defaultDataDirectory)
    {
        var values = new SettingValues(configuration.GetSection(SettingKeys.Section));
        var role = values.Enum("Role", Role.All);
        string directory = Path.GetFullPath(values.Text("DataDirectory") ?? defaultDataDirectory);
        var publicUrl = values.Url("PublicUrl");
        var settings = new BloxOsSettings
        {
            Role = role,
            DataDirectory = directory,
            PublicUrl = publicUrl,
            Mail = Mail(values, publicUrl),
            TrustedProxies = Proxies(values),
            Accounts = new(values.Enum("Registration", Registration.Invite), publicUrl, values.Bool("FarmInvitesRegister", true)),
            KeyFile = values.Text("KeyFile") is { } keyFile ? Path.GetFullPath(keyFile) : null,
            OutboundAllow = Outbound(values),
            Database = Database(values, role, directory),
            Cluster = Cluster(values, role),
            Gateway = new GatewayOptions
            {
                HeartbeatInterval = values.Duration("Gateway:HeartbeatInterval", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
                StatsInterval = values.Duration("Gateway:StatsInterval", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
                MaxConnections = values.Whole("Gateway:MaxConnections", 0, 0, 1_000_000),
            },
            AgentFiles = values.Text("AgentFiles") is { } agentFiles ? Path.GetFullPath(agentFiles) : null,
            History = History(values),
            PublicMetrics = values.Bool("Metrics:Public"),
            Warnings = values.Warnings,
        };
        values.ThrowIfWrong();
        return settings;
    }

    static MailSettings? Mail(SettingValues values, Uri? publicUrl)
    {
        string? host = values.Text("Mail:Host"), user = values.Text("Mail:User"), password = values.Secret("Mail:Password"), from = values.Text("Mail:From");
        int port = values.Whole("Mail:Port", 587, 1, 65535);
        var security = values.Enum("Mail:Security", MailSecurity.StartTls);
        if (host is null)
        {
            if (user is not null || password is not null || from is not null) { values.Wrong("Mail:Host", "is missing, but other settings of Mail are there"); }
            return null;
        }
        if (from is null || !EmailAddress.TryNormalise(from, out _)) { values.WrongValue("Mail:From", from ?? ""); }
        if (publicUrl is null) { values.Wrong("PublicUrl", "is missing: mail has links to this server, such as https://rigs.example.org"); }
        if (user is null != password is null) { values.Wrong("Mail:User", "and Mail:Password go together: one of them is missing"); }
        if (user is not null && security == MailSecurity.None) { values.Wrong("Mail:Security", "is None, which would send the password in plain text: set it to StartTls or Tls, or remove Mail:User"); }
        return new(host, port, security, user, password, from ?? "");
    }

    static HistoryOptions History(SettingValues values)
    {
        var usual = new HistoryOptions();
        var most = TimeSpan.FromDays(3650);
        var history = new HistoryOptions
        {
            Raw = values.Duration("History:Raw", usual.Raw, TimeSpan.FromHours(25), most),
            FiveMinutes = values.Duration("History:FiveMinutes", usual.FiveMinutes, TimeSpan.FromDays(2), most),
            Hour = values.Duration("History:Hour", usual.Hour, TimeSpan.FromDays(2), most),
            Every = values.Duration("History:Every", usual.Every, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15)),
        };
        if (history.FiveMinutes < history.Raw) { values.Wrong("History:FiveMinutes", "must be as long as History:Raw, or longer"); }
        if (history.Hour < history.FiveMinutes) { values.Wrong("History:Hour", "must be as long as History:FiveMinutes, or longer"); }
        return history;
    }

    static List<IPNetwork> Proxies(SettingValues values)
    {
        var proxies = new List<IPNetwork>();
        foreach (string part in (values.Text("TrustedProxies") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPAddress.TryParse(part, out var address)) { proxies.Add(new(address, address.GetAddressBytes().Length * 8)); }
            // A prefix of nothing would believe everybody.
            else if (IPNetwork.TryParse(part, out var network) && network.PrefixLength > 0) { proxies.Add(network); }
            else { values.WrongValue("TrustedProxies", part); }
        }
        return proxies;
    }

    static OutboundAllow Outbound(SettingValues values)
    {
        if (values.Text("OutboundAllow") is not { } text) { return OutboundAllow.None; }
        if (OutboundAllow.TryParse(text, out var allow)) { return allow; }
        values.WrongValue("OutboundAllow", text);
        return OutboundAllow.None;
    }

    static DatabaseOptions? Database(SettingValues values, Role role, string directory)
    {
        var provider = values.Enum("Database:Provider", DatabaseProvider.Sqlite);
        string? connection = values.Secret("Database:ConnectionString");
        if (provider == DatabaseProvider.Sqlite)
        {
            if (connection is not null) { values.Wrong("Database:ConnectionString", "is only for PostgreSql: set BloxOs:Database:Provider to PostgreSql, or remove it"); }
            if (role != Role.All) { values.Wrong("Database:Provider", "must be PostgreSql for a process of a cluster: SQLite serves one process, BloxOs:Role All"); }
            return new(DatabaseProvider.Sqlite, Path.Combine(directory, DatabaseFile));
        }
        if (connection is null)
        {
            values.Wrong("Database:ConnectionString", "is missing: PostgreSql needs one, such as Host=db;Username=bloxos;Database=bloxos, or Database:ConnectionStringFile");
            return null;
        }
        return new(DatabaseProvider.PostgreSql, connection);
    }

    static ClusterSettings? Cluster(SettingValues values, Role role)
    {
        string? redis = values.Secret("Cluster:Redis");
        string id = values.Text("Cluster:Id") ?? "bloxos";
        if (id.Length is 0 or > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) { values.WrongValue("Cluster:Id", id); }
        IPAddress? address = null;
        if (values.Text("Cluster:AdvertisedAddress") is { } text && !IPAddress.TryParse(text, out address)) { values.WrongValue("Cluster:AdvertisedAddress", text); }
        int siloPort = values.Whole("Cluster:SiloPort", 11111, 1, 65535), gatewayPort = values.Whole("Cluster:GatewayPort", 30000, 1, 65535);
        if (role == Role.All)
        {
            if (redis is not null) { values.Wrong("Cluster:Redis", "is for clusters: with Redis set BloxOs:Role to Silo (at least one process) and Web (at least one), or remove it to run a single process"); }
            return null;
        }
        if (redis is null)
        {
            values.Wrong("Cluster:Redis", $"is missing: Role {role} needs it, such as localhost:6379");
            return null;
        }
        return new(redis, id, address, siloPort, gatewayPort);
    }
}
