using System.Net;
using System.Net.Sockets;
using System.Text;
using BloxOs.TestServers;
using BloxOs.Web.Tests.Accounts;

namespace BloxOs.Web.Tests.Security;

/// <summary>Requests that no browser and no program sends by itself.</summary>
public sealed class HostileRequestTests(SharedHost shared) : IClassFixture<SharedHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Two servers in a row may not disagree on where a request ends: whoever could make them disagree would put his own before another's.</summary>
    [Theory, Trait("bad-input", "81")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n")]
    [InlineData("Content-Length: -1", "")]
    [InlineData("Content-Length: 99999999999999999999", "")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6", "abcdef")]
    [InlineData("Content-Length: 5, 5", "abcde")]
    [InlineData("Transfer-Encoding: chunked", "fffffffffffffffff\r\nabc\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "-1\r\nabc\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: gzip, chunked, identity", "abc")]
    public async Task A_body_whose_end_is_not_clear_is_refused_and_the_connection_closed(string headers, string body)
    {
        var host = shared.Host;
        string answer = await SendAsync(host.Http, $"POST /api/v1/auth/token HTTP/1.1\r\nHost: {host.Http.Authority}\r\nContent-Type: application/json\r\n{headers}\r\n\r\n{body}GET /healthz/live HTTP/1.1\r\nHost: {host.Http.Authority}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Equal(answer.IndexOf("HTTP/1.1", StringComparison.Ordinal), answer.LastIndexOf("HTTP/1.1", StringComparison.Ordinal));   // what came behind it was no second request
    }

    [Fact, Trait("bad-input", "83")]
    public async Task A_thousand_bodies_that_do_not_come_are_ended_and_keep_nobody_else_out()
    {
        const int slow = 1_000;
        await using var host = await AccountsHost.StartWithOwnerAsync();
        byte[] head = Encoding.ASCII.GetBytes($"POST /sign-in HTTP/1.1\r\nHost: {host.Http.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000\r\n\r\nE");
        var sockets = new List<Socket>();
        try
        {
            for (int i = 0; i < slow; i++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, host.Http.Port, Cancellation);
                await socket.SendAsync(head, Cancellation);
            }
            using var browser = host.Browse();
            Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password)).StatusCode);

            int ended = 0;
            var reading = sockets.Select(async socket =>
            {
                byte[] buffer = new byte[1024];
                try
                {
                    while (await socket.ReceiveAsync(buffer, Cancellation) > 0) { }
                }
                catch (SocketException) { }
                Interlocked.Increment(ref ended);
            }).ToList();
            await Eventually.Async(() => Volatile.Read(ref ended) == slow, TimeSpan.FromMinutes(5), "all slow bodies to be ended", Cancellation);
            await Task.WhenAll(reading);
        }
        finally { sockets.ForEach(static socket => socket.Dispose()); }
    }

    [Theory, Trait("bad-input", "92")]
    [InlineData("/healthz/ready")]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/startup")]
    public async Task Health_tells_a_status_and_nothing_else_however_it_is_asked(string path)
    {
        var host = shared.Host;
        using var client = host.Browse();
        string plain = await client.ReadAsync(await client.GetAsync(path));
        Assert.Contains(plain, (string[])["ok", "not ready"]);
        foreach (string more in (string[])["?verbose=1", "?debug=true&format=json", "?secrets"]) { Assert.Equal(plain, await client.ReadAsync(await client.GetAsync(path + more))); }
    }

    [Fact, Trait("bad-input", "92"), Trait("check", "32")]
    public async Task Metrics_hold_no_secret_and_no_name()
    {
        var host = shared.Host;
        using var client = host.Browse();
        await client.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        string text = await client.ReadAsync(await client.GetAsync("/metrics?verbose=1"));
        Assert.Contains("# TYPE", text, StringComparison.Ordinal);
        foreach (string secret in (string[])[AccountsHost.Email, AccountsHost.Password, "Garage North", host.FarmId, host.DataDirectory]) { Assert.DoesNotContain(secret, text, StringComparison.Ordinal); }
    }

    [Theory, Trait("bad-input", "100")]
    [InlineData(@"..\..\evil.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("rig.csv.exe", "")]
    [InlineData("logo.png", "GIF89a/*<script>alert(1)</script>*/")]
    public async Task A_file_where_none_is_asked_for_goes_nowhere(string name, string content)
    {
        var host = shared.Host;
        using var browser = host.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        var before = Directory.EnumerateFiles(host.DataDirectory, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Where(f => !f!.Contains("bloxos.db", StringComparison.Ordinal)).Order().ToList();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Browser.Token(await browser.ReadAsync(await browser.GetAsync("/form")))), "__RequestVerificationToken" },
            { new StringContent(content), "name", name },
        };
        using var answer = await browser.Client.PostAsync($"/farms/{host.FarmId}/add-rig", form, Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);   // a name is asked for, and a file is none
        Assert.DoesNotContain("alert(1)", await browser.ReadAsync(answer), StringComparison.Ordinal);
        Assert.Equal(before, Directory.EnumerateFiles(host.DataDirectory, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Where(f => !f!.Contains("bloxos.db", StringComparison.Ordinal)).Order().ToList());
    }

    [Fact, Trait("bad-input", "100")]
    public async Task A_file_of_a_gigabyte_is_refused_before_it_is_read()
    {
        var host = shared.Host;
        string answer = await SendAsync(host.Http, $"POST /sign-in HTTP/1.1\r\nHost: {host.Http.Authority}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1073741824\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
    }

    /// <summary>Everything that comes back until the server closes the connection.</summary>
    static async Task<string> SendAsync(Uri server, string request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, Cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var answer = new MemoryStream();
        byte[] buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and int count) { answer.Write(buffer, 0, count); }
        }
        catch (SocketException) { }   // closed the hard way, after its answer
        return Encoding.ASCII.GetString(answer.ToArray());
    }
}
