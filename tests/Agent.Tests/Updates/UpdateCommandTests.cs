using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using BloxOs.Agent.Tests.Support;
using BloxOs.Agent.Updates;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Updates;

/// <summary>The command from the server to the program in place, with the agent as a process.</summary>
public sealed class UpdateCommandTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly ConcurrentDictionary<string, byte[]> _files = new();
    readonly ConcurrentQueue<CommandState> _states = new();
    readonly ConcurrentQueue<string> _events = new();
    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    ScriptedMiner? _miner;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string Program => _folder.File("bin/bloxos-agent");

    public void Dispose()
    {
        _key.Dispose();
        _miner?.End();
        _folder.Dispose();
    }

    /// <summary>A server that offers version 9.9.9 and orders it once, and as another command when that failed.</summary>
    Task<FakeServer> ServeAsync(string script)
    {
        byte[] program = Encoding.UTF8.GetBytes("#!/bin/sh\n" + script + "\n");
        // Whether the process counts as compiled for the system depends on how it was built.
        string name = AgentUpdater.FileName.Replace("-compat", "", StringComparison.Ordinal), hash = Convert.ToHexStringLower(SHA256.HashData(program));
        string[] described = [.. ((string[])[name, name + "-compat"]).Select(n => $$"""{"name":"{{n}}","size":{{program.Length}},"sha256":"{{hash}}"}""")];
        byte[] manifest = Encoding.UTF8.GetBytes($$"""{"product":"bloxos-agent","version":"9.9.9","files":[{{string.Join(',', described)}}]}""");
        _files[name] = _files[name + "-compat"] = program;
        _files[UpdateManifest.FileName] = manifest;
        _files[UpdateManifest.SignatureName] = _key.SignData(manifest, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return FakeServer.StartAsync(async visit =>
        {
            string path = visit.Http.Request.Path.Value!;
            if (path != AgentEndpoint.Path)
            {
                await visit.Http.Response.Body.WriteAsync(_files[path[AgentEndpoint.DownloadPath.Length..]]);
                return;
            }
            var hello = await visit.WelcomeAsync(settings: new() { StatsSeconds = 1 });
            if (_miner is not null && hello.DesiredRevision != 1) { await visit.SendAsync(new Desired { Revision = 1, Miners = [ScriptedMiner.Wanted()] }); }
            if (_miner is { } miner) { await Eventually.Async(() => miner.Starts.Length > 0, TimeSpan.FromMinutes(1), "the miner", Cancellation); }
            await visit.SendAsync(Order("update1"));
            await visit.ServeAsync(message =>
            {
                if (message is CommandState state) { _states.Enqueue(state); }
                if (message is Stats or Backlog) { Note(message is Backlog backlog ? backlog.Samples! : [(Stats)message]); }
                if (message is CommandState { Id: "update1", State: CommandStates.Failed }) { return Order("update2"); }
                return message is Heartbeat beat ? new Ack { Heartbeat = beat.Number } : null;
            });
        });
    }

    static Command Order(string id) => new() { Id = id, Kind = CommandKinds.UpdateAgent, Version = "9.9.9", ExpiresInMilliseconds = 600_000 };

    void Note(IReadOnlyList<Stats> samples)
    {
        foreach (var e in samples.SelectMany(s => s.Events ?? [])) { if (e is { Kind: RigEventKinds.Update, Text: { } text }) { _events.Enqueue(text); } }
    }

    Task<ChildProcess> StartAsync(FakeServer server)
    {
        // The agent as built, with its own small starter: that file is what is replaced.
        Directory.CreateDirectory(_folder.File("bin"));
        foreach (string file in (string[])["bloxos-agent", "bloxos-agent.dll", "bloxos-agent.runtimeconfig.json", "bloxos-agent.deps.json", "BloxOs.Protocol.dll", "BloxOs.Catalog.dll"])
        {
            File.Copy(Path.Combine(BuiltOutput.RepositoryRoot(), "src", "Agent", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", file), _folder.File("bin/" + file));
        }
        return ChildProcess.StartAsync(Program, [], environment: new Dictionary<string, string?>
        {
            ["BLOXOS_CONFIG"] = _folder.Write("agent.conf", ""),
            ["BLOXOS_SERVER"] = server.Url,
            ["BLOXOS_TOKEN_FILE"] = _folder.Write("token", RunningAgent.Token),
            ["BLOXOS_STATE_DIRECTORY"] = _folder.File("state"),
            ["BLOXOS_UPDATE_KEY"] = Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()),
            ["BLOXOS_NVIDIA_SMI"] = "true",
            ["BLOXOS_MINERS_DIRECTORY"] = _folder.File("miners"),
        });
    }

    [Fact]
    public async Task An_update_does_not_stop_mining()
    {
        _miner = new ScriptedMiner(_folder.File("miners"));
        string ran = _folder.File("ran");
        await using var server = await ServeAsync($"""
            if [ -n "$BLOXOS_UPDATE_TRIAL" ]; then
              printf 9.9.9 > '{_folder.File("state")}/update/connected'
              trap 'exit 0' TERM
              while :; do sleep 0.1; done
            fi
            touch '{ran}'
            """);
        await using var agent = await StartAsync(server);
        await Eventually.Async(() => File.Exists(ran), TimeSpan.FromMinutes(2), "the new version", Cancellation);
        int miner = Assert.Single(_miner.Starts);
        Assert.True(ScriptedMiner.Lives(miner));
    }

    [Fact, Trait("check", "43")]
    public async Task A_good_version_is_what_the_same_process_goes_on_as()
    {
        string ran = _folder.File("ran");
        await using var server = await ServeAsync($"""
            if [ -n "$BLOXOS_UPDATE_TRIAL" ]; then
              printf 9.9.9 > '{_folder.File("state")}/update/connected'
              trap 'exit 0' TERM
              while :; do sleep 0.1; done
            fi
            echo "$$" > '{ran}.new' && mv '{ran}.new' '{ran}'
            """);
        await using var agent = await StartAsync(server);
        await Eventually.Async(() => File.Exists(ran), TimeSpan.FromMinutes(2), "the new version", Cancellation);
        Assert.Equal($"{agent.Id}", (await File.ReadAllTextAsync(ran, Cancellation)).Trim());
        Assert.StartsWith("#!/bin/sh", await File.ReadAllTextAsync(Program, Cancellation), StringComparison.Ordinal);
        Assert.True(File.Exists(Program + ".previous"));
    }

    [Fact, Trait("check", "43")]
    public async Task A_version_that_crashes_leaves_the_old_one_which_says_why()
    {
        await using var server = await ServeAsync("exit 7");
        await using var agent = await StartAsync(server);
        await Eventually.Async(() => _states.Any(s => s.State == CommandStates.Failed), TimeSpan.FromMinutes(2), $"the command's result", Cancellation);
        Assert.Contains("it ended with status 7", _states.First(s => s.State == CommandStates.Failed).Output, StringComparison.Ordinal);
        Assert.False(agent.HasExited);
        Assert.False(File.Exists(Program + ".new"));
        Assert.Equal("9.9.9\n", await File.ReadAllTextAsync(_folder.File("state/update/failed"), Cancellation));

        // The same version again, as another command: it is not even fetched. Both stand in the rig's history.
        await Eventually.Async(() => _states.Any(s => s is { Id: "update2", State: CommandStates.Failed } && s.Output!.Contains("has failed on this rig before", StringComparison.Ordinal)), TimeSpan.FromMinutes(2), "the second command's result", Cancellation);
        await Eventually.Async(() => _events.Count >= 2, TimeSpan.FromMinutes(2), "both events", Cancellation);
        Assert.Contains(_events, e => e.StartsWith("update: the agent is version", StringComparison.Ordinal) && e.Contains("it ended with status 7", StringComparison.Ordinal));
        Assert.Contains(_events, e => e.StartsWith("update to 9.9.9: 9.9.9 has failed on this rig before", StringComparison.Ordinal));
    }
}
