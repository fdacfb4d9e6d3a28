using System.Globalization;
using System.Net.WebSockets;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Telemetry;

/// <summary>The agent as a process that is killed, or finds a disk that takes nothing.</summary>
public sealed class KilledAgentTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly int _port = FreePort.Next();
    readonly List<long> _sequences = [];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string State => _folder.File("state");

    /// <summary>One byte for each reading of the cards, and so for each sample.</summary>
    long Readings => new FileInfo(_folder.File("readings")) is { Exists: true } file ? file.Length : 0;

    public void Dispose() => _folder.Dispose();

    Task<ChildProcess> StartAsync(string shell = "")
    {
        string count = _folder.Script("count", $"printf x >> '{_folder.File("readings")}'");
        var environment = new Dictionary<string, string?>
        {
            ["BLOXOS_CONFIG"] = _folder.Write("agent.conf", ""),
            ["BLOXOS_SERVER"] = $"http://127.0.0.1:{_port}",
            ["BLOXOS_TOKEN_FILE"] = _folder.Write("token", RunningAgent.Token),
            ["BLOXOS_STATE_DIRECTORY"] = State,
            ["BLOXOS_NVIDIA_SMI"] = $"'{count}'",
        };
        string agent = $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "bloxos-agent.dll")}'";
        return shell.Length > 0
            ? ChildProcess.StartAsync("unshare", ["--map-root-user", "--mount", "sh", "-c", $"{shell} {agent}"], environment: environment)
            : ChildProcess.StartAsync("sh", ["-c", agent], environment: environment);
    }

    /// <summary>A server that asks for a sample each second and takes and confirms what comes, until so many did; then it is away.</summary>
    async Task ServeAsync(int samples, Func<string> log)
    {
        int goal = _sequences.Count + samples;
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync(_sequences.LastOrDefault(), new() { StatsSeconds = 1 });
            while (await visit.ReceiveAsync() is { } message)
            {
                foreach (long sequence in message switch { Stats s => [s.Sequence], Backlog b => b.Samples!.Select(s => s.Sequence).ToArray(), _ => [] })
                {
                    lock (_sequences) { _sequences.Add(sequence); }
                }
                try { await visit.SendAsync(new Ack { Stored = _sequences.LastOrDefault() }); }
                catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException) { return; }
            }
        }, port: _port);
        await Eventually.Async(() => { lock (_sequences) { return _sequences.Count >= goal; } }, $"{samples} samples at the server", log, Cancellation);
    }

    [Fact]
    public async Task Killed_between_samples_with_the_server_away_the_agent_loses_none()
    {
        const int kills = 3;
        for (int round = 0; round < kills; round++)
        {
            await using var agent = await StartAsync();
            await ServeAsync(2, () => agent.Output);   // from here on a sample a second
            long before = Readings;
            await Eventually.Async(() => Readings >= before + 3, "three samples without the server", () => agent.Output, Cancellation);
            agent.Kill();
            await agent.WaitForExitAsync(Cancellation);
        }
        long taken = Readings;
        await using var last = await StartAsync();
        await Eventually.Async(() => Readings > taken, "a sample of the last run", () => last.Output, Cancellation);
        await ServeAsync(4, () => last.Output);

        long[] got = [.. _sequences];
        Assert.Equal(Enumerable.Range(1, got.Length).Select(i => (long)i), got);   // each once, in order, none left out
        Assert.InRange(got.Length, taken - kills, Readings);   // a reading under way when it was killed is no sample yet
    }

    [Fact, Trait("bad-input", "67")]
    public async Task A_full_disk_is_said_and_the_samples_wait_in_memory()
    {
        await using var agent = await StartAsync($"mkdir -p '{State}' && mount -t tmpfs -o size=16k tmpfs '{State}' && mkdir '{State}/outbox' && {{ dd if=/dev/zero of='{State}/fill' bs=4k count=9 2>/dev/null; true; }} &&");
        await Eventually.Async(() => agent.Output.Contains("kept in memory", StringComparison.Ordinal), "the warning", () => agent.Output, Cancellation);
        await ServeAsync(2, () => agent.Output);
        Assert.Equal([1L, 2], _sequences.Take(2));
        Assert.False(agent.HasExited);
    }

    [Fact, Trait("bad-input", "67")]
    public async Task A_read_only_disk_is_said_and_the_samples_wait_in_memory()
    {
        await using var agent = await StartAsync($"mkdir -p '{State}' && mount -t tmpfs -o ro tmpfs '{State}' &&");
        await Eventually.Async(() => agent.Output.Contains("kept in memory", StringComparison.Ordinal), "the warning", () => agent.Output, Cancellation);
        await ServeAsync(2, () => agent.Output);
        Assert.Equal([1L, 2], _sequences.Take(2));
    }

    /// <summary>The socket inodes of the process, looked up in the kernel's tables of listening sockets.</summary>
    [Fact]
    public async Task The_agent_listens_on_no_port()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync();
            await visit.ServeAndConfirmAsync();
        }, port: _port);
        await using var agent = await StartAsync();
        await Eventually.Async(() => server.Visits is [var v] && v.Messages.OfType<Stats>().Any(), "the first sample", () => agent.Output, Cancellation);
        var own = Directory.GetFiles($"/proc/{agent.Id}/fd").Select(f => new FileInfo(f).LinkTarget ?? "").Where(t => t.StartsWith("socket:[", StringComparison.Ordinal)).Select(t => t[8..^1]).ToHashSet();
        var listening = new List<string>();
        int connections = 0;
        foreach (string table in (string[])["tcp", "tcp6", "udp", "udp6"])
        {
            // Columns: number, local, remote, state (0A listens; a UDP socket without a peer is 07), …, the inode as the tenth.
            var lines = (await File.ReadAllLinesAsync($"/proc/{agent.Id}/net/{table}", Cancellation)).Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(l => own.Contains(l[9])).ToArray();
            connections += lines.Count(l => l[3] == "01");
            listening.AddRange(lines.Where(l => l[3] is "0A" or "07").Select(l => $"{table} {int.Parse(l[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}"));
        }
        Assert.Equal(1, connections);
        Assert.Empty(listening);
    }
}
