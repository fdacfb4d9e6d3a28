using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BloxOs.Grains.Enrollment;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Tests.Gateway;

public sealed class EnrollmentTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("check", "28")]
    public async Task A_rig_joins_with_a_code_and_connects_with_the_token_that_it_gets()
    {
        string code = await CodeAsync(), key = OpaqueId.New();
        var (status, answer) = await EnrollAsync(code, new() { Key = key, HostName = "oak\u202E-7" });
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("oak-7", answer!.RigId), (answer.RigName, RigToken.Parse(answer.Token)!.RigId));
        Assert.Equal(HttpStatusCode.Unauthorized, (await EnrollAsync(code, new() { Key = OpaqueId.New() })).Status);
        var (_, again) = await EnrollAsync(code, new() { Key = key });
        Assert.Equal(answer.RigId, again!.RigId);
        using var old = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(answer.Token));
        Assert.Equal(401, old.Status);
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, again.Token!);
        Assert.Equal(HttpStatusCode.Unauthorized, (await EnrollAsync(code, new() { Key = key })).Status);
        agent.Dispose();
    }

    [Fact, Trait("check", "27")]
    public async Task Nothing_but_the_code_lets_a_rig_join()
    {
        string code = await CodeAsync();
        var rig = await host.AddRigAsync("oak-1");
        var good = new EnrollRequest { Key = OpaqueId.New(), HostName = "oak-1" };
        foreach (string wrong in (string[])[rig.Token, code[..^1], code + "x", code.Replace("bxe_", "bxi_", StringComparison.Ordinal), "x", FarmSecret.New(FarmSecret.Enrollment, OpaqueId.New()), FarmSecret.New(FarmSecret.Enrollment, rig.RigId)])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await EnrollAsync(wrong, good)).Status);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await EnrollAsync(null, good)).Status);
        foreach (string key in (string[])["", "short", new('a', 27), "AAAAAAAAAAAAAAAAAAAAAAAAAA"]) { Assert.Equal(HttpStatusCode.BadRequest, (await EnrollAsync(code, new() { Key = key })).Status); }
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(code, "[1"));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(code, "{}"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(code, new string(' ', 5000)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(code, "{}", "?code=" + code));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(code, "{}", origin: "https://evil.example"));
        Assert.Equal(HttpStatusCode.OK, (await EnrollAsync(code, good)).Status);
    }

    [Fact, Trait("check", "28")]
    public async Task A_copied_disk_is_kept_out_with_a_code_of_its_own_and_shown()
    {
        var rig = await host.AddRigAsync("oak-1");
        var (first, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, new() { BootId = "boot-a" });
        var (second, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, new() { BootId = "boot-b" });
        Assert.Equal(CloseCodes.Replaced, (await first.ReadCloseAsync()).Code);
        for (int i = 0; i < 2; i++)
        {
            using var back = await RawAgent.OpenAsync(host.EndPoint, rig.Token);
            await back.SendAsync(new Hello { ProtocolVersion = ProtocolVersion.Current, Inventory = new() { BootId = "boot-a" } });
            Assert.Equal(CloseCodes.OtherMachine, (await back.ReadCloseAsync()).Code);
        }
        var view = await host.EventuallyAsync(rig.RigId, v => v.Description.Rival is not null);
        Assert.NotEqual(RigStatus.Offline, view.Reading.Status);
        var (again, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, new() { BootId = "boot-b" });   // the same machine replaces itself at once
        Assert.Equal(CloseCodes.Replaced, (await second.ReadCloseAsync()).Code);
        foreach (var agent in (RawAgent[])[first, second, again]) { agent.Dispose(); }
    }

    async Task<string> CodeAsync() => (await host.Grains.GetGrain<IFarmEnrollment>(host.Farm.GetPrimaryKeyString()).MakeCode(1, EnrollmentBook.DefaultLifetime, "u")).Text!;

    async Task<(HttpStatusCode Status, EnrollAnswer? Answer)> EnrollAsync(string? code, EnrollRequest request)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var message = Message(code, JsonSerializer.Serialize(request, ProtocolJson.Default.EnrollRequest), "", null);
        using var answer = await http.SendAsync(message, Cancellation);
        if (answer.StatusCode != HttpStatusCode.OK) { return (answer.StatusCode, null); }
        Assert.True(answer.Headers.CacheControl?.NoStore);
        return (answer.StatusCode, JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(Cancellation), ProtocolJson.Default.EnrollAnswer));
    }

    async Task<HttpStatusCode> SendAsync(string code, string body, string query = "", string? origin = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var message = Message(code, body, query, origin);
        return (await http.SendAsync(message, Cancellation)).StatusCode;
    }

    HttpRequestMessage Message(string? code, string body, string query, string? origin)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, $"http://{host.EndPoint}{AgentEndpoint.EnrollPath}{query}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (code is not null) { message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", code); }
        if (origin is not null) { message.Headers.Add("Origin", origin); }
        return message;
    }
}
