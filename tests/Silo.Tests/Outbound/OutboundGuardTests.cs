using System.Net;
using System.Net.Sockets;
using System.Text;
using BloxOs.Silo.Outbound;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Silo.Tests.Outbound;

[Trait("check", "40"), Trait("bad-input", "85")]
public sealed class OutboundGuardTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A clock that stands still: who answers is never too slow on a loaded machine.</summary>
    static readonly FakeTimeProvider s_still = new();

    static OutboundAllow Loopback => OutboundAllow.TryParse("127.0.0.0/8", out var allow) ? allow : throw new InvalidOperationException();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("93.184.216.34", "127.0.0.1")]
    public async Task A_name_that_leads_inside_is_refused_and_nobody_is_connected(params string[] leadsTo)
    {
        using var listener = Listen();
        var guard = new OutboundGuard(OutboundAllow.None, TimeProvider.System, (_, _) => Task.FromResult(leadsTo.Select(IPAddress.Parse).ToArray()));
        using var http = new OutboundHttp(guard, TimeProvider.System);
        await Assert.ThrowsAsync<OutboundRefusedException>(() => guard.ConnectAsync("rebind.example", Port(listener), Cancellation));
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://rebind.example:8443/");
        await Assert.ThrowsAsync<OutboundRefusedException>(() => http.SendAsync(request, Cancellation));
        Assert.False(listener.Pending(), "somebody connected");
    }

    [Fact]
    public async Task A_name_is_resolved_once_and_the_judged_address_is_the_one_connected_to()
    {
        using var listener = Listen();
        int asked = 0;
        var guard = new OutboundGuard(Loopback, TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([++asked == 1 ? IPAddress.Loopback : IPAddress.Parse("10.0.0.1")]));
        using var socket = await guard.ConnectAsync("rebind.example", Port(listener), Cancellation);
        Assert.Equal((1, IPAddress.Loopback), (asked, ((IPEndPoint)socket.RemoteEndPoint!).Address.MapToIPv4()));
        await Assert.ThrowsAsync<OutboundRefusedException>(() => guard.ConnectAsync("rebind.example", Port(listener), Cancellation));
    }

    [Fact]
    public async Task A_literal_address_needs_no_resolver_and_is_judged_the_same()
    {
        var guard = new OutboundGuard(OutboundAllow.None, TimeProvider.System, (_, _) => throw new InvalidOperationException("nothing to resolve"));
        foreach (string host in (string[])["127.0.0.1", "[::1]", "192.168.0.1", "::ffff:10.0.0.1"])
            await Assert.ThrowsAsync<OutboundRefusedException>(() => guard.ConnectAsync(host, 25, Cancellation));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var listener = Listen();
        using var other = Listen();
        var answered = AnswerAsync(listener, $"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{Port(other)}/\r\nContent-Length: 2\r\n\r\nhi");
        using var http = new OutboundHttp(new(Loopback, s_still), s_still);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{Port(listener)}/") { Content = new StringContent("x") };
        Assert.Equal((HttpStatusCode.Found, "hi"), await http.SendAsync(request, Cancellation));
        await answered;
        Assert.False(other.Pending(), "the redirect was followed");
    }

    [Theory]
    [InlineData(OutboundHttp.MaxReplyBytes, true)]
    [InlineData(OutboundHttp.MaxReplyBytes + 1, false)]
    public async Task An_answer_has_64_KB_at_most(int bytes, bool fits)
    {
        using var listener = Listen();
        var answered = AnswerAsync(listener, $"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{new string('a', bytes)}");
        using var http = new OutboundHttp(new(Loopback, s_still), s_still);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Port(listener)}/");
        if (fits) { Assert.Equal(bytes, (await http.SendAsync(request, Cancellation)).Body.Length); }
        else { await Assert.ThrowsAsync<OutboundRefusedException>(() => http.SendAsync(request, Cancellation)); }
        await answered;
    }

    [Fact]
    public async Task A_host_that_never_answers_is_given_up_after_five_seconds()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), OutboundHttp.Timeout);
        using var listener = Listen();
        var time = new FakeTimeProvider();
        using var http = new OutboundHttp(new(Loopback, time), time);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Port(listener)}/");
        var sending = http.SendAsync(request, Cancellation);
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        await client.GetStream().ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: true, Cancellation);   // it has asked
        time.Advance(OutboundHttp.Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<TimeoutException>(() => sending.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
    }

    static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    static async Task AnswerAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        var stream = client.GetStream();
        await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: true, Cancellation);
        try { await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), Cancellation); }
        catch (IOException) { }   // a reader that has had enough
    }
}
