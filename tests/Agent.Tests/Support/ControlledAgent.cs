using System.Diagnostics;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Support;

/// <summary>The agent as a process of its own, a server and a fake miner; agents come and go over the same folder.</summary>
internal sealed class ControlledAgent : IAsyncDisposable
{
    readonly TempDirectory _folder = new();
    readonly List<Process> _agents = [];
    readonly List<string> _output = [];
    FakeServer? _server;
    string _url = "";
    bool _serverStopped;

    ControlledAgent()
    {
        Directory.CreateDirectory(_folder.File("miners"));
        Fake = new(_folder.File("miners"));
    }

    public ScriptedMiner Fake { get; }

    public string State => _folder.File("state");

    public string RebootMark => _folder.File("rebooted");

    /// <summary>What the server wants; sent with every connection.</summary>
    public Desired? Desired { get; set; }

    /// <summary>The server confirms final states.</summary>
    public bool Notes { get; set; } = true;

    public Visit[] Visits => _server!.Visits;

    public Process Agent => _agents[^1];

    public string Output { get { lock (_output) { return string.Join('\n', _output); } } }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ControlledAgent> StartAsync(Desired? desired = null)
    {
        var rig = new ControlledAgent { Desired = desired };
        rig._server = await FakeServer.StartAsync(rig.ServeAsync);
        rig._url = rig._server.Url;
        rig.StartAgent();
        return rig;
    }

    public void StartAgent()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "bloxos-agent.dll"));
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["BLOXOS_CONFIG"] = _folder.Write("agent.conf", ""),
            ["BLOXOS_SERVER"] = _url,
            ["BLOXOS_TOKEN_FILE"] = _folder.Write("token", RunningAgent.Token),
            ["BLOXOS_NVIDIA_SMI"] = "true",
            ["BLOXOS_STATE_DIRECTORY"] = State,
            ["BLOXOS_MINERS_DIRECTORY"] = _folder.File("miners"),
            ["BLOXOS_REBOOT_COMMAND"] = $"touch {RebootMark}",
            ["BLOXOS_SHUTDOWN_COMMAND"] = "false",
        })
        {
            start.Environment[key] = value;
        }
        File.SetUnixFileMode(start.Environment["BLOXOS_TOKEN_FILE"]!, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var agent = Process.Start(start)!;
        agent.OutputDataReceived += Keep;
        agent.ErrorDataReceived += Keep;
        agent.BeginOutputReadLine();
        agent.BeginErrorReadLine();
        _agents.Add(agent);
    }

    public async Task StopServerAsync()
    {
        if (_serverStopped) { return; }
        _serverStopped = true;
        await _server!.DisposeAsync();
    }

    /// <summary>Ends the agent as a power cut would.</summary>
    public async Task KillAgentAsync()
    {
        Agent.Kill();
        await Agent.WaitForExitAsync(Cancellation);
    }

    /// <summary>Messages of one kind of all connections, in order.</summary>
    public IReadOnlyList<T> All<T>() where T : AgentMessage => [.. Visits.SelectMany(v => v.Messages).OfType<T>()];

    /// <summary>States of one command, in order.</summary>
    public string[] StatesOf(string id) => [.. All<CommandState>().Where(s => s.Id == id).Select(s => s.State!)];

    /// <summary>Sends over the newest connection.</summary>
    public Task SendAsync(ServerMessage message) => Visits[^1].SendAsync(message);

    /// <summary>Sends a command and waits for its final state.</summary>
    public async Task<CommandState> OrderAsync(Command command)
    {
        await SendAsync(command with { ExpiresInMilliseconds = 60_000 });
        await UntilAsync(() => All<CommandState>().Any(s => s.Id == command.Id && s.State != CommandStates.Started), $"the end of {command.Kind}");
        return All<CommandState>().Last(s => s.Id == command.Id);
    }

    /// <summary>Waits until the miner runs, as the server is told; its process.</summary>
    public async Task<int> RunningAsync()
    {
        await UntilAsync(() => All<Applied>() is [.., { Miners: [{ State: MinerStates.Running }, ..] }] && Fake.Starts.Length > 0, "a running miner");
        return Fake.Starts[^1];
    }

    public Task UntilAsync(Func<bool> condition, string what) => Eventually.Async(condition, what, () => $"The agent: {Output}", Cancellation);

    async Task ServeAsync(Visit visit)
    {
        var hello = await visit.WelcomeAsync(settings: new() { StatsSeconds = 1, HeartbeatSeconds = 2 });
        if (Desired is { } desired && hello.DesiredRevision != desired.Revision) { await visit.SendAsync(desired); }
        await visit.ServeAsync(m => m switch
        {
            Heartbeat h => new Ack { Heartbeat = h.Number },
            Stats s => new Ack { Stored = s.Sequence },
            Backlog b => new Ack { Stored = b.Samples![^1].Sequence },
            CommandState { State: not CommandStates.Started } s when Notes => new CommandNoted { Id = s.Id },
            _ => null,
        });
    }

    void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output) { _output.Add(line.Data ?? ""); }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents)
        {
            if (!agent.HasExited) { agent.Kill(); }
            await agent.WaitForExitAsync(CancellationToken.None);
            agent.Dispose();
        }
        Fake.End();
        await StopServerAsync();
        _folder.Dispose();
    }
}
