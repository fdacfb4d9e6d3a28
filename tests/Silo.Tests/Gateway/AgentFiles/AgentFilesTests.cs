using System.Net;
using System.Net.Sockets;
using System.Text;
using BloxOs.Silo.Gateway.AgentFiles;
using BloxOs.TestServers;
using BloxOs.TestServers.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BloxOs.Silo.Tests.Gateway.AgentFiles;

/// <summary>The agent's builds, as a server gives them to rigs.</summary>
public sealed class AgentFilesTests : IAsyncLifetime
{
    readonly TempDirectory _folder = new();
    WebApplication _app = null!;
    Uri _url = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _folder.Write("files/bloxos-agent-linux-x64", "the program");
        _folder.Write("files/manifest.json", "{}");
        _folder.Write("files/other.txt", "not for rigs");
        _folder.Write("files/sub/bloxos-agent-linux-x64", "not here");
        _folder.Write("secret", "secret");
        File.CreateSymbolicLink(_folder.File("files/bloxos-agent-linux-link"), _folder.File("secret"));
        var builder = WebApplication.CreateSlimBuilder().OnLoopback();
        builder.Services.AddBloxOsAgentFiles(new() { DataDirectory = _folder.Path, AgentFiles = _folder.File("files") });
        _app = builder.Build();
        _app.UseBloxOsAgentFiles();
        _app.Run(context => context.Response.WriteAsync("a page", context.RequestAborted));
        await _app.StartAsync();
        _url = new(_app.Url());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>As it is on the wire: no client cleans the path up first.</summary>
    async Task<(int Status, string Head, string Body)> AskAsync(string path, string method = "GET")
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_url.Host, _url.Port, Cancellation);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), Cancellation);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string[] answer = (await reader.ReadToEndAsync(Cancellation)).Split("\r\n\r\n", 2);
        return (int.Parse(answer[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), answer[0], answer[1]);
    }

    [Fact]
    public async Task Builds_manifest_and_installer_are_for_everybody()
    {
        var (status, head, body) = await AskAsync("/agent/download/bloxos-agent-linux-x64");
        Assert.Equal((200, "the program"), (status, body));
        Assert.Contains("nosniff", head, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 11", head, StringComparison.Ordinal);
        Assert.Equal("{}", (await AskAsync("/agent/download/manifest.json")).Body);
        Assert.Equal((200, ""), (await AskAsync("/agent/download/manifest.json", "HEAD")) is var asked ? (asked.Status, asked.Body) : default);
        string installer = (await AskAsync("/install.sh")).Body;
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(BuiltOutput.RepositoryRoot(), "deploy", "install.sh"), Cancellation), installer);
        Assert.EndsWith("\nmain \"$@\"; exit\n", installer, StringComparison.Ordinal);   // a script that was cut off on its way does nothing
        Assert.Contains("a page", (await AskAsync("/agent/downloads")).Body, StringComparison.Ordinal);
    }

    [Theory, Trait("check", "42")]
    [InlineData("../secret")]
    [InlineData("..%2fsecret")]
    [InlineData("%2e%2e/secret")]
    [InlineData("..\\secret")]
    [InlineData("/etc/passwd")]
    [InlineData("%2fetc%2fpasswd")]
    [InlineData("sub/bloxos-agent-linux-x64")]
    [InlineData("other.txt")]
    [InlineData("bloxos-agent-linux-link")]
    [InlineData("bloxos-agent-linux-x64%00")]
    [InlineData("bloxos-agent-linux-x64%0a")]
    [InlineData("BLOXOS-AGENT-LINUX-X64")]
    [InlineData("")]
    [InlineData(".")]
    public async Task No_other_name_leads_to_a_file(string name)
    {
        var (status, _, body) = await AskAsync("/agent/download/" + name);
        // What the server itself makes a path of another place of is answered there.
        Assert.True(status is 400 or 404 || body.Contains("a page", StringComparison.Ordinal), $"{status}: {body}");
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.DoesNotContain("not here", body, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_methods_and_too_many_requests_are_refused()
    {
        Assert.Equal(405, (await AskAsync("/install.sh", "POST")).Status);
        using var client = new SocketsHttpHandler { MaxConnectionsPerServer = 4 };
        using var http = new HttpMessageInvoker(client);
        HttpResponseMessage? refused = null;
        for (int i = 0; i < 4 * AgentFilesHandler.RequestsPerMinute && refused is null; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(_url, "/install.sh"));
            var answer = await http.SendAsync(request, Cancellation);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) { refused = answer; } else { answer.Dispose(); }
        }
        Assert.NotNull(refused);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
        refused.Dispose();
    }
}
