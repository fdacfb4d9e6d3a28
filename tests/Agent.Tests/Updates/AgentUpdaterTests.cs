using System.Security.Cryptography;
using System.Text;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Updates;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Updates;

/// <summary>What an agent takes from its server as a newer self, and what it does not.</summary>
public sealed class AgentUpdaterTests : IAsyncLifetime
{
    static readonly byte[] New = Encoding.ASCII.GetBytes("the new program " + new string('x', 200_000));

    readonly TempDirectory _folder = new();
    UpdateServer _server = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string Program => _folder.File("bloxos-agent");

    public async ValueTask InitializeAsync()
    {
        File.WriteAllText(Program, "the old program");
        _server = await UpdateServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    AgentUpdater Updater(string running = "1.2.3", byte[]? key = null, string? url = null)
    {
        var options = new AgentOptions { Server = ServerAddress.Parse(url ?? _server.Url), Token = "bxr_x", StateDirectory = _folder.File("state"), UpdateKey = key ?? _server.PublicKey };
        return new(options, Program, running, new AgentLog(TextWriter.Null, TimeProvider.System), TimeProvider.System, () => 0);
    }

    async Task RefusesAsync(AgentUpdater updater, string said, UpdateResult result = UpdateResult.Refused, string? version = null)
    {
        var outcome = await updater.PrepareAsync(version, Cancellation);
        Assert.Equal(result, outcome.Result);
        Assert.Contains(said, outcome.Text, StringComparison.Ordinal);
        Assert.Null(updater.Prepared);
        Assert.Equal(["bloxos-agent"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        Assert.Equal("the old program", File.ReadAllText(Program));
    }

    [Fact, Trait("check", "43")]
    public async Task A_newer_signed_build_is_put_beside_the_running_one()
    {
        _server.Offer("1.10.0", New);
        var updater = Updater();
        var outcome = await updater.PrepareAsync("1.10.0", Cancellation);
        Assert.Equal((UpdateResult.Ready, "1.10.0"), (outcome.Result, outcome.Version));
        var prepared = updater.Prepared!;
        Assert.Equal((Program, Program + ".new"), (prepared.Program, prepared.Beside));
        Assert.Equal(New, File.ReadAllBytes(prepared.Beside));
        Assert.True(File.GetUnixFileMode(prepared.Beside).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("the old program", File.ReadAllText(Program));
    }

    [Fact, Trait("check", "43")]
    public async Task A_build_that_somebody_else_signed_is_refused_and_not_even_fetched()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _server.Offer("2.0.0", New, signer: other);
        await RefusesAsync(Updater(), "not signed with the key");
        _server.Offer("2.0.0", New);
        byte[] manifest = _server.Files[UpdateManifest.FileName];
        manifest[^20] ^= 1;
        await RefusesAsync(Updater(), "not signed with the key");
        _server.Files[UpdateManifest.SignatureName] = [];
        await RefusesAsync(Updater(), "not signed with the key");
        Assert.DoesNotContain(_server.Asked, path => path.EndsWith(AgentUpdater.FileName, StringComparison.Ordinal));
    }

    [Theory, Trait("check", "43")]
    [InlineData("changed")]
    [InlineData("truncated")]
    [InlineData("longer")]
    public async Task A_build_that_is_not_the_signed_one_is_refused_and_removed(string how)
    {
        byte[] changed = [.. New];
        changed[100] ^= 1;
        _server.Offer("2.0.0", how switch { "changed" => changed, "truncated" => New[..^1], _ => [.. New, 0] }, described: New);
        await RefusesAsync(Updater(), "not the file that the manifest describes");
    }

    [Theory, Trait("check", "43")]
    [InlineData("1.2.3", "is what the server has")]
    [InlineData("1.2.2", "older than")]
    [InlineData("0.9", "older than")]
    [InlineData("1.2.3-rc1", "older than")]
    [InlineData("1.2.3+other", "is what the server has")]
    [InlineData("latest", "no version")]
    public async Task A_version_that_is_not_newer_is_not_taken(string offered, string said)
    {
        _server.Offer(offered, New);
        await RefusesAsync(Updater(), said, offered.Split('+')[0] == "1.2.3" ? UpdateResult.UpToDate : UpdateResult.Refused);
    }

    [Theory]
    [InlineData("1.2.3-rc1", "1.2.3")]
    [InlineData("1.2.3-rc.2", "1.2.3-rc.10")]
    public async Task A_release_is_newer_than_what_came_before_it(string running, string offered)
    {
        _server.Offer(offered, New);
        Assert.Equal(UpdateResult.Ready, (await Updater(running).PrepareAsync(offered, Cancellation)).Result);
    }

    [Fact]
    public async Task Whole_farms_that_update_at_once_get_their_turn()
    {
        _server.Offer("2.0.0", New);
        // Each file: busy twice, then a proxy without a server behind it, then a connection that breaks in the middle.
        _server.Troubles = ["503", "429", "502", "cut"];
        var updater = Updater();
        var outcome = await updater.PrepareAsync("2.0.0", Cancellation);
        Assert.Equal((UpdateResult.Ready, "2.0.0 is fetched and checked"), (outcome.Result, outcome.Text));
        Assert.Equal(New, File.ReadAllBytes(updater.Prepared!.Beside));
        Assert.Equal(3 * 5, _server.Asked.Length);
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_asked_for_minutes_and_then_given_up()
    {
        _server.Offer("2.0.0", New);
        _server.Troubles = [.. Enumerable.Repeat("503", 10_000)];
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        var options = new AgentOptions { Server = ServerAddress.Parse(_server.Url), StateDirectory = _folder.File("state"), UpdateKey = _server.PublicKey };
        var updating = new AgentUpdater(options, Program, "1.0.0", new(TextWriter.Null, time), time, () => 0.5).PrepareAsync(null, Cancellation);
        await Eventually.Async(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return updating.IsCompleted;
        }, TimeSpan.FromMinutes(2), "the end", Cancellation);
        Assert.Contains("the server is busy", (await updating).Text);
        Assert.InRange(time.GetUtcNow() - time.Start, TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(20));
        Assert.InRange(_server.Asked.Length, 8, 60);
    }

    [Fact]
    public async Task Another_version_than_the_one_that_is_wanted_is_not_taken()
    {
        _server.Offer("2.0.0", New);
        await RefusesAsync(Updater(), "wanted is 1.9.0", version: "1.9.0");
    }

    [Fact]
    public async Task A_version_that_has_failed_here_is_not_tried_again_and_the_next_one_is()
    {
        new UpdateRecord(_folder.File("state"), new AgentLog(TextWriter.Null, TimeProvider.System), null).EndTrial("2.0.0", false, "x");
        _server.Offer("2.0.0", New);
        await RefusesAsync(Updater(), "has failed on this rig before");
        _server.Offer("2.0.1", New);
        Assert.Equal(UpdateResult.Ready, (await Updater().PrepareAsync(null, Cancellation)).Result);
    }

    [Fact]
    public async Task Without_files_a_server_a_key_or_a_place_the_agent_stays_as_it_is()
    {
        await RefusesAsync(Updater(), "HTTP status 404", UpdateResult.Failed);
        await RefusesAsync(Updater(url: $"http://127.0.0.1:{FreePort.Next()}"), "nothing listens there", UpdateResult.Failed);
        _server.Offer("2.0.0", New);
        await RefusesAsync(Updater(key: [1, 2, 3]), "no P-256 key");
        _server.Files[UpdateManifest.FileName] = new byte[70_000];
        await RefusesAsync(Updater(), "longer than", UpdateResult.Failed);
    }

    [Fact, Trait("check", "43"), Trait("bad-input", "64")]
    public async Task A_redirect_is_not_followed()
    {
        await using var other = await UpdateServer.StartAsync();
        other.Offer("2.0.0", New, signer: _server.Key);
        _server.RedirectTo = other.Url;
        await RefusesAsync(Updater(), "HTTP status 302", UpdateResult.Failed);
        Assert.Empty(other.Asked);
    }
}
