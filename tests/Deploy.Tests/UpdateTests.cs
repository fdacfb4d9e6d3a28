using BloxOs.Agent.Configuration;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Updates;
using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>A real native build, fetched from a real server and tried against it.</summary>
public sealed class UpdateTests(AgentBuilds builds, SharedServer shared)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("check", "43")]
    public async Task An_agent_fetches_the_newer_build_sees_it_connect_and_puts_it_in_place()
    {
        var server = await shared.GetAsync(builds);
        using var folder = new TempDirectory();
        var rig = await server.AddRigAsync("updated-1");
        string program = folder.Write("bloxos-agent", "#!/bin/sh\necho the old one\n"), state = folder.File("state");
        // What the new build is started with: the environment of the one that tries it.
        Environment.SetEnvironmentVariable("BLOXOS_SERVER", server.Url);
        Environment.SetEnvironmentVariable("BLOXOS_TOKEN_FILE", folder.Write("token", rig.Token));
        Environment.SetEnvironmentVariable("BLOXOS_STATE_DIRECTORY", state);
        Environment.SetEnvironmentVariable("BLOXOS_NVIDIA_SMI", "true");
        var log = new StringWriter();
        var agentLog = new AgentLog(TextWriter.Synchronized(log), TimeProvider.System);
        var options = new AgentOptions { Server = ServerAddress.Parse(server.Url), StateDirectory = state, UpdateKey = Convert.FromBase64String(builds.PublicKey) };
        var updater = new AgentUpdater(options, program, "0.1.0", agentLog, TimeProvider.System, Random.Shared.NextDouble) { Wanted = "bloxos-agent-linux-x64" };

        var outcome = await updater.PrepareAsync(AgentBuilds.Version, Cancellation);
        Assert.True(outcome.Result == UpdateResult.Ready, outcome.Text);
        Assert.True(await new UpdateTrial(new(state, agentLog, "boot"), _ => Task.FromResult(true), agentLog, TimeProvider.System).RunAsync(updater.Prepared!, Cancellation), log.ToString());

        Assert.Equal((0, AgentBuilds.Version + "\n"), await AgentBuilds.ToolAsync(program, "--version"));
        Assert.Contains("the old one", await File.ReadAllTextAsync(program + ".previous", Cancellation), StringComparison.Ordinal);
        Assert.Equal(AgentBuilds.Version, new UpdateRecord(state, agentLog, "boot").Last!.Version);
    }
}
