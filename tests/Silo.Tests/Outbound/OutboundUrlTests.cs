using BloxOs.Silo.Outbound;

namespace BloxOs.Silo.Tests.Outbound;

[Trait("check", "40"), Trait("bad-input", "85")]
public sealed class OutboundUrlTests
{
    [Theory]
    [InlineData("https://discord.com/api/webhooks/1/abc")]
    [InlineData("https://hooks.example.org:8443/x?y=1#z")]
    [InlineData("https://93.184.216.34/")]
    [InlineData("https://[2606:4700::1111]/")]
    [InlineData("https://xn--mller-kva.example/")]
    [InlineData("HTTPS://EXAMPLE.ORG")]
    public void A_hook_on_the_internet_may_be_used(string url) => Assert.Null(OutboundUrl.Check(url, OutboundAllow.None));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("example.org/hook")]
    [InlineData("//example.org/hook")]
    [InlineData("http://example.org/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.org/")]
    [InlineData("ftp://example.org/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:pass@example.org/")]
    [InlineData("https://user@example.org/")]
    [InlineData("https://example.org:22/")]
    [InlineData("https://example.org:6379/")]
    [InlineData("https://example.org:80/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST/")]
    [InlineData("https://localhost./")]
    [InlineData("https://x.localhost/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://0/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    [InlineData("https://[fc00::1]/")]
    [InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[ff02::1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://metadata/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://172.16.0.1/")]
    [InlineData("https://172.31.255.255/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://100.100.100.200/")]
    [InlineData("https://224.0.0.1/")]
    [InlineData("https://255.255.255.255/")]
    [InlineData("https://168.63.129.16/")]
    [InlineData("https://example.org./")]
    [InlineData("https://router/")]
    [InlineData("https://printer.local/")]
    [InlineData("https://127.0.0.1.1/")]
    [InlineData("https://ехample.org/")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://①②⑦.0.0.1/")]
    [InlineData("https://example.org\\@localhost/")]
    [InlineData("https://example.org/\r\nHost: localhost")]
    [InlineData("https:// example.org/")]
    public void Everything_else_is_refused_before_anything_is_resolved(string? url) => Assert.NotNull(OutboundUrl.Check(url, OutboundAllow.None));

    [Fact]
    public void A_very_long_one_is_refused() => Assert.NotNull(OutboundUrl.Check("https://example.org/" + new string('a', 20_000), OutboundAllow.None));

    [Theory]
    [InlineData("http://gotify.lan:8080/message", true)]
    [InlineData("https://192.168.7.7:1234/", true)]
    [InlineData("http://[fd12::5]/", true)]
    [InlineData("http://192.168.8.7/", false)]
    [InlineData("http://other.lan/", false)]
    [InlineData("http://user:pass@gotify.lan/", false)]
    [InlineData("ftp://gotify.lan/", false)]
    public void Own_hosts_are_allowed_by_the_one_who_runs_the_server(string url, bool allowed)
    {
        Assert.True(OutboundAllow.TryParse("gotify.lan, 192.168.7.0/24,fd12::5", out var allow));
        Assert.Equal(allowed, OutboundUrl.Check(url, allow) is null);
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("a b")]
    [InlineData("http://x")]
    [InlineData("*.lan")]
    public void A_wrong_allow_list_is_not_read(string text) => Assert.False(OutboundAllow.TryParse(text, out _));
}
