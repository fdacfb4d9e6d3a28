using System.Text.Json;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Joining;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Joining;

public sealed class JoinerTests : IDisposable
{
    const string Code = "bxe_very-secret-code", Token = "bxr_very-secret-token";

    readonly TempDirectory _folder = new();
    readonly FakeTimeProvider _time = new(new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));
    readonly StringWriter _log = new();
    readonly List<string> _keys = [];

    string TokenFile => Path.Combine(_folder.Path, "sub", "token");

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("check", "28")]
    public async Task The_token_is_kept_for_the_agent_alone_and_a_lost_answer_is_asked_for_again_with_the_same_key()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            Assert.Equal("Bearer " + Code, visit.Http.Request.Headers.Authorization);
            var request = (await JsonSerializer.DeserializeAsync(visit.Http.Request.Body, ProtocolJson.Default.EnrollRequest, Cancellation))!;
            Assert.Equal((AgentEndpoint.EnrollPath, "oak-7"), (visit.Http.Request.Path.Value, request.HostName));
            _keys.Add(request.Key!);
            if (visit.Number == 1) { visit.Http.Abort(); return; }   // it joined, and never hears of it
            if (visit.Number == 2) { visit.Http.Response.StatusCode = 401; return; }
            await visit.Http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new EnrollAnswer { RigName = "oak-7", Token = Token }, ProtocolJson.Default.EnrollAnswer), Cancellation);
        });
        var joining = Joiner(server.Url).JoinAsync(Cancellation);
        await Eventually.Async(() => Advance(joining, server.Visits.Length), what: "the rig to join", cancellation: Cancellation);
        Assert.Equal(Token, await joining);

        Assert.Equal(3, _keys.Count);
        Assert.Single(_keys.Distinct());
        Assert.Matches("^[a-z2-7]{26}$", _keys[0]);
        Assert.Equal(Token, await File.ReadAllTextAsync(TokenFile, Cancellation));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TokenFile));
        Assert.Equal([TokenFile], Directory.GetFiles(Path.GetDirectoryName(TokenFile)!));
        string log = _log.ToString();
        Assert.Contains("used up, expired or revoked", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Code, log, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, log, StringComparison.Ordinal);
        Assert.DoesNotContain(_keys[0], log, StringComparison.Ordinal);
    }

    [Fact, Trait("check", "28")]
    public void A_crash_before_the_token_is_stored_keeps_the_key_and_one_after_it_the_token()
    {
        var store = new TokenStore(new(Code, TokenFile));
        string key = store.Key();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TokenFile + ".joining"));
        Assert.Equal(key, new TokenStore(new(Code, TokenFile)).Key());
        File.WriteAllText(TokenFile + ".joining", "half");   // not ours: a fresh one
        Assert.NotEqual("half", new TokenStore(new(Code, TokenFile)).Key());
        File.WriteAllText(TokenFile + ".new", "left over by a crash");
        store.Keep(Token);
        Assert.Equal(Token, File.ReadAllText(TokenFile));
        Assert.False(File.Exists(TokenFile + ".joining"));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_said_before_a_code_is_used()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "sub"), "a file, not a folder");
        string message = Assert.Throws<ConfigurationException>(() => new TokenStore(new(Code, TokenFile)).Key()).Message;
        Assert.Contains("BLOXOS_TOKEN_FILE", message, StringComparison.Ordinal);
        Assert.DoesNotContain(Code, message, StringComparison.Ordinal);
    }

    /// <summary>The code is used up by then: the rig works with the token that it has, and asks again with the same key after its next start. One who joins by hand is told.</summary>
    [Fact, Trait("check", "28")]
    public async Task A_token_that_the_disk_does_not_take_is_used_all_the_same()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            var request = (await JsonSerializer.DeserializeAsync(visit.Http.Request.Body, ProtocolJson.Default.EnrollRequest, Cancellation))!;
            _keys.Add(request.Key!);
            await visit.Http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new EnrollAnswer { RigName = "oak-7", Token = Token }, ProtocolJson.Default.EnrollAnswer), Cancellation);
        });
        Directory.CreateDirectory(Path.Combine(TokenFile, "in the way"));   // a folder, which no file can replace
        Assert.Equal(Token, await Joiner(server.Url).JoinAsync(Cancellation));
        Assert.Contains($"the token cannot be kept in {TokenFile}", _log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, _log.ToString(), StringComparison.Ordinal);
        var byHand = await Assert.ThrowsAsync<ConfigurationException>(() => Joiner(server.Url).TryJoinAsync(5, Cancellation));
        Assert.Contains("cannot be kept", byHand.Message, StringComparison.Ordinal);
        Assert.Single(_keys.Distinct());   // the server gives the same rig again
        Directory.Delete(TokenFile, recursive: true);
        Assert.Equal(Token, await Joiner(server.Url).JoinAsync(Cancellation));
        Assert.Equal(Token, await File.ReadAllTextAsync(TokenFile, Cancellation));
        Assert.Single(_keys.Distinct());
    }

    [Fact]
    public void The_token_of_a_rig_that_has_joined_wins_over_the_code()
    {
        string config = _folder.Write("agent.conf", "BLOXOS_SERVER=https://farm.example\n"), codeFile = _folder.Write("code", Code + "\n");
        Assert.Equal((Code, Path.Combine(_folder.Path, "token")), Read(("BLOXOS_ENROLLMENT_CODE", Code)).Join is { } join ? (join.Code, join.TokenFile) : default);
        Assert.Equal((Code, TokenFile), Read(("BLOXOS_ENROLLMENT_CODE_FILE", codeFile), ("BLOXOS_TOKEN_FILE", TokenFile)).Join is { } other ? (other.Code, other.TokenFile) : default);
        _folder.Write("token", Token);
        var joined = Read(("BLOXOS_ENROLLMENT_CODE", Code));
        Assert.Equal((Token, null), (joined.Token, joined.Join));
        Assert.Equal((Token, null), Read(("BLOXOS_ENROLLMENT_CODE", Code), ("BLOXOS_TOKEN", Token)) is var given ? (given.Token, given.Join) : default);
        Assert.Throws<ConfigurationException>(() => Read(("BLOXOS_ENROLLMENT_CODE", "two words"), ("BLOXOS_TOKEN_FILE", TokenFile)));

        AgentOptions Read(params (string Key, string Value)[] environment) =>
            new AgentOptionsReader(environment.ToDictionary(e => e.Key, e => e.Value), config).Read(needsServer: true);
    }

    Joiner Joiner(string url)
    {
        var log = new AgentLog(TextWriter.Synchronized(_log), _time);
        log.Hide(Code);
        return new(new() { Server = ServerAddress.Parse(url), Join = new(Code, TokenFile) }, "oak-7", log, _time, () => 0);
    }

    /// <summary>Moves the clock only while the agent waits between two tries: a request under way must not run out of time.</summary>
    bool Advance(Task joining, int visits)
    {
        string log;
        lock (_log) { log = _log.ToString(); }
        if (visits > 0 && log.Split("next try").Length - 1 == visits) { _time.Advance(TimeSpan.FromSeconds(5)); }
        return joining.IsCompleted;
    }
}
