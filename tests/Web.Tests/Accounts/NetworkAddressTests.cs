using System.Net;
using BloxOs.Web.Accounts;
using BloxOs.Web.Security;
using Microsoft.AspNetCore.Http;

namespace BloxOs.Web.Tests.Accounts;

public sealed class NetworkAddressTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::9", "2001:db8:1:2::/64")]
    public void One_subscriber_is_one_key(string address, string key) => Assert.Equal(key, NetworkAddress.Of(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http", "127.0.0.1", false)]
    [InlineData("http", "::ffff:127.0.0.1", false)]
    [InlineData("http", "192.168.1.20", true)]
    [InlineData("https", "192.168.1.20", false)]
    public void Plain_http_from_another_machine_is_warned_of(string scheme, string from, bool exposed)
    {
        var context = new DefaultHttpContext { Request = { Scheme = scheme }, Connection = { RemoteIpAddress = IPAddress.Parse(from) } };
        Assert.Equal(exposed, PlainConnection.IsExposed(context));
    }
}
