using BloxOs.Grains.Mail;
using BloxOs.Data;
using BloxOs.Silo.Settings;
using BloxOs.TestServers;
using Microsoft.Extensions.Configuration;

namespace BloxOs.Silo.Tests.Settings;

/// <summary>Bad-inputs 107, 110 to 112.</summary>
public sealed class SettingsReaderTests : IDisposable
{
    readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact, Trait("bad-input", "107")]
    public void Nothing_is_needed()
    {
        var settings = Read();
        Assert.Equal(Role.All, settings.Role);
        Assert.Equal(_directory.Path, settings.DataDirectory);
        Assert.Equal(new DatabaseOptions(DatabaseProvider.Sqlite, _directory.File("bloxos.db")), settings.Database);
        Assert.Null(settings.Cluster);
        Assert.Null(settings.PublicUrl);
        Assert.False(settings.PublicMetrics);
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), 0), (settings.Gateway.HeartbeatInterval, settings.Gateway.StatsInterval, settings.Gateway.MaxConnections));
        Assert.Equal((TimeSpan.FromHours(48), TimeSpan.FromDays(30), TimeSpan.FromDays(730)), (settings.History.Raw, settings.History.FiveMinutes, settings.History.Hour));
        Assert.Equal(TimeSpan.FromMinutes(5), settings.History.Every);
        Assert.Empty(settings.Warnings);
    }

    [Fact]
    public void People_proxies_and_mail_can_be_set()
    {
        var bare = Read();
        Assert.Equal(new AccountSettings(), bare.Accounts);
        Assert.Equal(Registration.Invite, bare.Accounts.Registration);
        Assert.Null(bare.Mail);
        Assert.Empty(bare.TrustedProxies);

        var settings = Read(
            ("PublicUrl", "https://rigs.example/"), ("Registration", "open"), ("TrustedProxies", "10.0.0.7, 192.168.0.0/16,::1"),
            ("Mail:Host", "mail.example"), ("Mail:Port", "465"), ("Mail:Security", "tls"), ("Mail:User", "u"), ("Mail:Password", "p"), ("Mail:From", "bloxos@example.org"));
        Assert.Equal(new AccountSettings(Registration.Open, new("https://rigs.example/")), settings.Accounts);
        Assert.Equal(["10.0.0.7/32", "192.168.0.0/16", "::1/128"], settings.TrustedProxies.Select(static one => one.ToString()));
        Assert.Equal(new MailSettings("mail.example", 465, MailSecurity.Tls, "u", "p", "bloxos@example.org"), settings.Mail);
        Assert.DoesNotContain("p,", settings.Mail!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Registration", "maybe", "Invite, Open or Closed")]
    [InlineData("TrustedProxies", "0.0.0.0/0", "TrustedProxies")]
    [InlineData("TrustedProxies", "proxy.example", "TrustedProxies")]
    [InlineData("Mail:From", "a@example.org", "Mail:Host is missing")]
    [InlineData("Mail:Host", "mail.example", "PublicUrl is missing")]
    public void Wrong_people_proxies_and_mail_stop_the_start(string key, string value, string told) =>
        Assert.Contains(told, Assert.Throws<SettingsException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_key_can_be_set()
    {
        var settings = Read(
            ("Role", "silo"), ("DataDirectory", "/tmp/x/../y"), ("PublicUrl", "https://rigs.example/"), ("Database:Provider", "postgresql"),
            ("Database:ConnectionString", "Host=db"), ("Cluster:Redis", "redis:6379"), ("Cluster:Id", "north-1"), ("Cluster:AdvertisedAddress", "10.0.0.5"),
            ("Cluster:SiloPort", "1"), ("Cluster:GatewayPort", "65535"), ("Gateway:HeartbeatInterval", "20s"), ("Gateway:StatsInterval", "1h"),
            ("Gateway:MaxConnections", "1000000"), ("History:Raw", "25h"), ("History:FiveMinutes", "2d"), ("History:Hour", "3650d"), ("History:Every", "15m"), ("Metrics:Public", "True"));
        Assert.Equal((Role.Silo, "/tmp/y", new Uri("https://rigs.example/")), (settings.Role, settings.DataDirectory, settings.PublicUrl));
        Assert.Equal(new DatabaseOptions(DatabaseProvider.PostgreSql, "Host=db"), settings.Database);
        Assert.Equal(new ClusterSettings("redis:6379", "north-1", System.Net.IPAddress.Parse("10.0.0.5"), 1, 65535), settings.Cluster);
        Assert.Equal((TimeSpan.FromSeconds(32), TimeSpan.FromSeconds(60)), (settings.Gateway.StaleAfter, settings.Gateway.OfflineAfter));
        Assert.True(settings.PublicMetrics);
        Assert.Equal((TimeSpan.FromHours(25), TimeSpan.FromDays(2), TimeSpan.FromDays(3650)), (settings.History.Raw, settings.History.FiveMinutes, settings.History.Hour));
        Assert.Equal(TimeSpan.FromMinutes(15), settings.History.Every);
    }

    [Theory, Trait("bad-input", "107")]
    [InlineData("Roel", "BloxOs:Roel is not a setting; did you mean BloxOs:Role?")]
    [InlineData("Database:ConectionString", "did you mean BloxOs:Database:ConnectionString?")]
    [InlineData("Role:x", "BloxOs:Role:x is not a setting")]
    [InlineData("Smtp:Password", "BloxOs:Smtp:Password is not a setting")]
    public void A_key_that_is_none_is_named_with_the_nearest(string key, string line)
    {
        string problem = Assert.Single(Problems((key, "sesame")));
        Assert.Contains(line, problem, StringComparison.Ordinal);
        Assert.Contains("Gateway:StatsInterval", problem, StringComparison.Ordinal);   // all that there are
        Assert.DoesNotContain("sesame", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_is_a_text_is_refused() => Assert.Single(Problems(("", "yes")));

    [Theory, Trait("bad-input", "107")]
    [InlineData("Role", "Server")]
    [InlineData("Role", "1")]
    [InlineData("PublicUrl", "rigs.example")]
    [InlineData("PublicUrl", "ftp://rigs.example")]
    [InlineData("PublicUrl", "http://x/?token=1")]
    [InlineData("Database:Provider", "MySql")]
    [InlineData("Cluster:Id", "a b")]
    [InlineData("Cluster:AdvertisedAddress", "silo-1")]
    [InlineData("Cluster:SiloPort", "0")]
    [InlineData("Cluster:GatewayPort", "65536")]
    [InlineData("Gateway:HeartbeatInterval", "5")]
    [InlineData("Gateway:HeartbeatInterval", "999ms")]
    [InlineData("Gateway:HeartbeatInterval", "301s")]
    [InlineData("Gateway:StatsInterval", "-5m")]
    [InlineData("Gateway:StatsInterval", "5 parsecs")]
    [InlineData("History:Raw", "99999d")]
    [InlineData("History:Raw", "24h")]
    [InlineData("History:FiveMinutes", "30h")]
    [InlineData("History:Hour", "1y")]
    [InlineData("Gateway:MaxConnections", "-1")]
    [InlineData("Gateway:MaxConnections", "1e3")]
    [InlineData("Metrics:Public", "yes")]
    public void A_wrong_value_is_named_with_what_is_allowed(string key, string value)
    {
        string problem = Assert.Single(Problems((key, value)));
        Assert.StartsWith($"BloxOs:{key} is \"{value}\", but must be {SettingKeys.All.Single(k => k.Key == key).Allowed}", problem, StringComparison.Ordinal);
    }

    [Fact, Trait("bad-input", "107")]
    public void All_that_is_wrong_is_told_at_once_and_long_values_are_cut()
    {
        var problems = Problems(("Rule", "x"), ("Metrics:Public", new string('y', 10_000)), ("Gateway:StatsInterval", "0s"));
        Assert.Equal(3, problems.Count);
        Assert.All(problems, p => Assert.InRange(p.Length, 1, 1_000));
    }

    [Theory]
    [InlineData("All", "Cluster:Redis", "redis", "BloxOs:Role")]
    [InlineData("Silo", "Database:Provider", "PostgreSql", "Database:ConnectionString")]
    [InlineData("Silo", "Cluster:Redis", "redis", "SQLite serves one process")]
    [InlineData("Web", "Cluster:Id", "x", "Cluster:Redis")]
    [InlineData("Web", "Cluster:Redis", "redis", "Database:Provider must be PostgreSql")]
    [InlineData("All", "Database:Provider", "PostgreSql", "ConnectionString")]
    [InlineData("All", "Database:ConnectionString", "Host=secret-host", "only for PostgreSql")]
    public void What_does_not_go_together_is_said(string role, string key, string value, string hint)
    {
        var problems = Problems(("Role", role), (key, value));
        Assert.Contains(problems, p => p.Contains(hint, StringComparison.Ordinal));
        Assert.DoesNotContain(problems, p => p.Contains("secret-host", StringComparison.Ordinal));
    }

    [Fact]
    public void A_web_process_has_the_database_of_the_cluster()
    {
        var settings = Read(("Role", "Web"), ("Cluster:Redis", "r:1"), ("Database:Provider", "PostgreSql"), ("Database:ConnectionString", "Host=db"));
        Assert.Equal(new(BloxOs.Data.DatabaseProvider.PostgreSql, "Host=db"), settings.Database);
    }

    [Fact, Trait("bad-input", "112")]
    public void A_file_wins_over_a_value_with_a_warning_and_is_trimmed()
    {
        string file = Secret("Host=from-file\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var settings = Read(("Database:Provider", "PostgreSql"), ("Database:ConnectionString", "Host=from-value"), ("Database:ConnectionStringFile", file));
        Assert.Equal("Host=from-file", settings.Database!.ConnectionString);
        string warning = Assert.Single(settings.Warnings);
        Assert.Contains("BloxOs:Database:ConnectionStringFile", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("from-", warning, StringComparison.Ordinal);
    }

    [Theory, Trait("bad-input", "112")]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupRead)]
    public void A_secret_that_others_may_read_is_used_with_a_warning(UnixFileMode others)
    {
        string file = Secret("Host=x", UnixFileMode.UserRead | UnixFileMode.UserWrite | others);
        Assert.Contains($"chmod 600 {file}", Assert.Single(Read(("Database:Provider", "PostgreSql"), ("Database:ConnectionStringFile", file)).Warnings), StringComparison.Ordinal);
    }

    [Fact, Trait("bad-input", "112")]
    public void An_empty_or_missing_file_is_named()
    {
        string empty = Secret(" \n", UnixFileMode.UserRead);
        Assert.Contains(Problems(("Database:Provider", "PostgreSql"), ("Database:ConnectionStringFile", empty)), p => p.Contains(empty, StringComparison.Ordinal));
        string missing = _directory.File("none");
        Assert.Contains(Problems(("Database:Provider", "PostgreSql"), ("Database:ConnectionStringFile", missing)), p => p.Contains(missing, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_known_key_is_read()
    {
        // A key that is listed but never read would be accepted and do nothing.
        string source = string.Concat(Directory.GetFiles(Path.Combine(BuiltOutput.RepositoryRoot(), "src/Silo/Settings"), "Setting*.cs")
            .Where(f => !f.EndsWith("SettingKeys.cs", StringComparison.Ordinal)).Select(File.ReadAllText));
        // A secret is read together with the key that names its file.
        Assert.All(SettingKeys.All, key => Assert.True(
            source.Contains($"\"{key.Key}\"", StringComparison.Ordinal)
            || (key.Key.EndsWith("File", StringComparison.Ordinal) && source.Contains($"Secret(\"{key.Key[..^4]}\")", StringComparison.Ordinal)),
            key.Key));
    }

    string Secret(string text, UnixFileMode mode)
    {
        string file = _directory.File(Guid.NewGuid().ToString("N"));
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows()) { File.SetUnixFileMode(file, mode); }
        return file;
    }

    BloxOsSettings Read(params (string Key, string Value)[] values) =>
        SettingsReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => new KeyValuePair<string, string?>(("BloxOs:" + v.Key).TrimEnd(':'), v.Value))).Build(),
            _directory.Path);

    IReadOnlyList<string> Problems(params (string Key, string Value)[] values) => Assert.Throws<SettingsException>(() => Read(values)).Problems;
}
