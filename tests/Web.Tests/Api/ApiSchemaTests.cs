using System.Globalization;
using System.Text;
using System.Text.Json;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Links;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;
using BloxOs.Web.Tests.Accounts;

namespace BloxOs.Web.Tests.Api;

/// <summary>Calls every operation of the document with good, almost good and wild input, as every kind of caller.</summary>
public sealed class ApiSchemaTests
{
    const int Seed = 20261122;
    const int Rounds = 8;

    static readonly string[] s_methods = ["get", "post", "patch", "put", "delete"];

    readonly List<string> _faults = [];
    readonly HashSet<string> _succeeded = [];
    readonly WildInput _wild = new(Seed);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("check", "23"), Trait("check", "35"), Trait("check", "37"), Trait("check", "46"), Trait("bad-input", "70"), Trait("bad-input", "72")]
    public async Task Every_answer_to_whatever_input_is_one_that_the_document_promises()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var scene = await Scene.MakeAsync(host);
        var document = await (await scene.Owner.ReadAsync("/openapi/v1.json")).JsonAsync();
        // What deletes comes last, so that the others meet something, and the farm after all that is in it; what signs the callers out after that.
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Where(o => s_methods.Contains(o.Name)).Select(o => (Path: path.Name, Method: o.Name, Operation: o.Value)))
            .OrderBy(static o => o.Path.EndsWith("/sessions", StringComparison.Ordinal) ? 0 : o is { Method: "delete", Path: "/api/v1/farms/{farmId}" } ? -1 : o.Method == "delete" ? -o.Path.Length : -1_000).ToList();
        Assert.True(operations.Count >= 20, $"{operations.Count} operations");

        var check = new SchemaCheck(document);
        foreach (var (path, method, operation) in operations)
        {
            foreach (var caller in scene.Callers)
            {
                await CallAsync(caller, path, method, operation, check, scene, good: true);
                for (int round = 0; round < Rounds; round++) { await CallAsync(caller, path, method, operation, check, scene, good: false); }
            }
        }
        Assert.True(_faults.Count == 0, string.Join("\n", _faults.Take(20)));
        // The only member of the farm is its last owner, who stays; he is the last administrator, who stays too.
        Assert.Equal(["membersRemove", "usersDelete"], operations.Select(static o => o.Operation.GetProperty("operationId").GetString()!).Except(_succeeded));
    }

    [Fact]
    public async Task Every_example_is_what_its_schema_says_and_every_operation_has_words()
    {
        await using var host = await ApiHost.StartAsync();
        using var owner = await host.SignedInAsync();
        var document = await (await owner.ReadAsync("/openapi/v1.json")).JsonAsync();
        var check = new SchemaCheck(document);
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().ToList();
        Assert.All(schemas.Where(static s => s.Value.TryGetProperty("properties", out _) && !s.Name.Contains("Sum", StringComparison.Ordinal)), s =>
        {
            if (!s.Value.TryGetProperty("examples", out var examples)) { return; }
            Assert.All(examples.EnumerateArray(), e => Assert.Empty(check.Faults(e, s.Value)));
        });
        Assert.True(schemas.Count(static s => s.Value.TryGetProperty("examples", out _)) >= 20);
        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(static p => p.Value.EnumerateObject()).Where(o => s_methods.Contains(o.Name)))
        {
            Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.Value.GetProperty("description").GetString()!);
            Assert.Contains("429", operation.Value.GetProperty("responses").EnumerateObject().Select(static r => r.Name));
        }
        var input = document.GetProperty("components").GetProperty("schemas").GetProperty("RigInput");
        Assert.False(input.GetProperty("additionalProperties").GetBoolean());
    }

    async Task CallAsync(HttpClient caller, string path, string method, JsonElement operation, SchemaCheck check, Scene scene, bool good)
    {
        string id = operation.GetProperty("operationId").GetString()!;
        bool goodIds = good || _wild.Pick((bool[])[true, true, false]);
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(PathOf(path, goodIds, scene) + QueryOf(operation, id, good, scene), UriKind.Relative));
        if (operation.TryGetProperty("requestBody", out _))
        {
            string valid = scene.BodyOf(id), body = good ? valid : _wild.Pick((Func<string>[])[() => valid, () => _wild.Almost(valid), () => _wild.Almost(valid), _wild.Wild])();
            string type = good ? "application/json" : _wild.Pick((string[])["application/json", "application/json", "application/json", "text/plain", "application/x-www-form-urlencoded"]);
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }
        if (!good && _wild.Pick((bool[])[true, false, false, false])) { request.Headers.TryAddWithoutValidation("If-Match", _wild.Pick((string[])["\"0\"", "*", "x", "W/\"1\"", "\"1\", \"2\""])); }
        if (!good && _wild.Pick((bool[])[true, false, false, false])) { request.Headers.TryAddWithoutValidation("Idempotency-Key", _wild.Pick((string[])["a", "b", new('k', 300)])); }

        using var answer = await caller.SendAsync(request, Cancellation);
        string text = await answer.Content.ReadAsStringAsync(Cancellation);
        string call = $"{id}: {method} {request.RequestUri} → {(int)answer.StatusCode}";
        if (answer.IsSuccessStatusCode) { _succeeded.Add(id); }
        _faults.AddRange(FaultsOf(answer, text, operation, check).Select(fault => $"{call}: {fault}"));
    }

    static IEnumerable<string> FaultsOf(HttpResponseMessage answer, string text, JsonElement operation, SchemaCheck check)
    {
        int status = (int)answer.StatusCode;
        if (status >= 500) { return [$"a fault of the server: {text}"]; }
        if (!operation.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var promised)) { return [$"the document does not name this status: {text}"]; }
        if (text.Contains("   at ", StringComparison.Ordinal) || text.Contains("Exception", StringComparison.Ordinal)) { return [$"the inside of the server: {text}"]; }
        if (!promised.TryGetProperty("content", out var content)) { return text.Length == 0 ? [] : [$"a body where none is promised: {text}"]; }
        string type = answer.Content.Headers.ContentType?.MediaType ?? "";
        return content.TryGetProperty(type, out var media)
            ? check.Faults(JsonDocument.Parse(text).RootElement, media.GetProperty("schema"))
            : [$"the document does not name the type {type}"];
    }

    string PathOf(string path, bool good, Scene scene)
    {
        foreach (var (name, ids) in scene.Ids)
        {
            string id = good ? ids[0] : _wild.Pick((Func<string>[])[() => _wild.Pick(ids), _wild.PathPart])();
            path = path.Replace("{" + name + "}", id, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("{", path, StringComparison.Ordinal);
        return path;
    }

    string QueryOf(JsonElement operation, string id, bool good, Scene scene)
    {
        if (!operation.TryGetProperty("parameters", out var parameters)) { return ""; }
        var pairs = new List<string>();
        foreach (var parameter in parameters.EnumerateArray().Where(static p => p.GetProperty("in").GetString() == "query"))
        {
            string name = parameter.GetProperty("name").GetString()!;
            bool required = parameter.TryGetProperty("required", out var r) && r.GetBoolean();
            if (good && !required) { continue; }
            if (!good && _wild.Pick((bool[])[true, false, false])) { continue; }
            string value = good || (required && _wild.Pick((bool[])[true, false])) ? scene.QueryOf(id, name) : _wild.Text();
            pairs.Add(name + "=" + Uri.EscapeDataString(value));
        }
        return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs);
    }

    /// <summary>Who calls, and what there is to call about.</summary>
    sealed class Scene
    {
        public required HttpClient Owner { get; init; }

        public required IReadOnlyList<HttpClient> Callers { get; init; }

        /// <summary>By parameter: the good one first, then a stranger's and one that nobody has.</summary>
        public required Dictionary<string, string[]> Ids { get; init; }

        public required string SecondFarm { get; init; }

        public required string RefreshToken { get; init; }

        public static async Task<Scene> MakeAsync(ApiHost host)
        {
            var (stranger, strangeFarm) = await host.AddPersonAsync("priya");
            var (eye, _) = await host.AddPersonAsync("eye", UserRole.Monitor);
            var (guest, second) = await host.AddPersonAsync("guest");
            string nobody = "b7ndw2qkx5tzm4vhp3slyr6cae";
            string rig = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak")).RigId;
            string strangeRig = (await host.Grains.GetGrain<IFarmGrain>(strangeFarm).AddRig("theirs")).RigId;
            var invited = await host.Grains.GetGrain<IFarmInvites>(host.FarmId).Invite(new(FarmLevel.Viewer, null, TimeSpan.FromDays(7), host.OwnerId));
            string invite = invited.Invite!.InviteId;
            string accountInvite = OpaqueId.New();
            await host.Grains.GetGrain<IAccountInvitesGrain>(IAccountInvitesGrain.Key).Add(new(accountInvite, UserRole.User, null, host.OwnerId, host.Accounts.Time.GetUtcNow(), host.Accounts.Time.GetUtcNow().AddDays(7)));
            var key = await host.MakeKeyAsync(host.OwnerId, KeyScope.Read);
            var strangeKey = await host.MakeKeyAsync(stranger, KeyScope.Manage);
            var command = (await host.Grains.GetGrain<IRigGrain>(rig).Order(host.FarmId, new(OpaqueId.New(), CommandKind.Reboot, null, null, "Mara", TimeSpan.FromHours(1)))).Command!;
            var tokens = await host.TokensAsync();
            var owner = await host.SignedInAsync();
            return new()
            {
                Owner = owner,
                Callers =
                [
                    host.With(null), host.With("bxk_wrong"), host.With(strangeKey.Secret), await host.WithKeyAsync(eye, KeyScope.Manage), await host.WithKeyAsync(host.OwnerId, KeyScope.Read),
                    await host.WithKeyAsync(host.OwnerId, KeyScope.Operate), await host.WithKeyAsync(host.OwnerId, KeyScope.Manage, second), await host.WithKeyAsync(host.OwnerId, KeyScope.Manage), owner,
                ],
                Ids = new Dictionary<string, string[]>
                {
                    ["farmId"] = [host.FarmId, strangeFarm, nobody],
                    ["rigId"] = [rig, strangeRig, nobody],
                    ["keyId"] = [key.Key!.KeyId, strangeKey.Key!.KeyId, nobody],
                    ["inviteId"] = [invite, strangeFarm, nobody],
                    ["commandId"] = [command.CommandId, strangeFarm, nobody],
                    ["accountInviteId"] = [accountInvite, strangeFarm, nobody],
                    ["userId"] = [host.OwnerId, guest, nobody],
                },
                SecondFarm = second,
                RefreshToken = tokens.GetProperty("refreshToken").GetString()!,
            };
        }

        public string BodyOf(string operation) => operation switch
        {
            "authToken" => $$"""{"email":"{{AccountsHost.Email}}","password":"{{AccountsHost.Password}}"}""",
            "authRevoke" => $$"""{"refreshToken":"{{RefreshToken}}"}""",
            "keysMake" => """{"name":"grafana","scope":"read","farmIds":[],"expiresAt":"2030-01-01T00:00:00Z"}""",
            "farmsCreate" => """{"name":"Attic","pricePerKilowattHour":0.31,"currency":"EUR","timeZone":"Europe/Berlin","tags":["home"]}""",
            "farmsChange" => """{"name":"Garage North","tags":["home","north"]}""",
            "accountInvitesMake" => """{"role":"user","email":"ada@example.org"}""",
            "mailSet" => """{"host":"127.0.0.1","port":1,"from":"bloxos@example.org","security":"none","linksTo":"https://rigs.example.org"}""",
            "usersChange" => """{"role":"admin","disabled":false}""",
            "invitesMake" => """{"level":"viewer","email":"jon@example.org","days":7}""",
            "membersChange" => """{"level":"owner"}""",
            "rigsAdd" => """{"name":"oak-08"}""",
            "rigsChange" => """{"name":"oak-09","tags":["garage"]}""",
            "rigsMove" => $$"""{"farmId":"{{Ids["farmId"][0]}}"}""",
            "desiredSet" => """{"maintenance":false,"recovery":{"rebootsInSixHours":2},"miners":[{"name":"main","miner":"t-rex","algorithms":[{"algorithm":"kawpow","pools":[{"host":"pool.example","port":3333,"user":"wallet"}]}]}]}""",
            "commandsGive" => """{"kind":"restartMiner","instance":"main","expiresInSeconds":600}""",
            "commandsGiveMany" => $$"""{"rigs":["{{Ids["rigId"][0]}}"],"kind":"restartMiner","expiresInSeconds":600}""",
            "rigsToken" => """{"oldToken":"now"}""",
            _ => throw new InvalidOperationException($"The operation {operation} has no good body here."),
        };

        public string QueryOf(string operation, string name) => (operation, name) switch
        {
            ("farmsDelete", "name") => "Garage North",
            _ => "",
        };
    }
}
