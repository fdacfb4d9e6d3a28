using System.Globalization;
using System.Text;
using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Tools;
using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>Collects what helps to find out what ails a rig: one text within the limit of a command's output, secrets covered.</summary>
/// <param name="supervisor">Miners and their logs.</param>
/// <param name="log">The agent's own log.</param>
/// <param name="roots">Where the kernel keeps its files.</param>
/// <param name="time">Clock of the limits.</param>
/// <param name="kernel">The newest lines of the kernel's log that the agent has read, for where <c>dmesg</c> is refused; null where there are none.</param>
internal sealed class Diagnosis(MinerSupervisor supervisor, AgentLog log, SystemRoots roots, TimeProvider time, Func<IReadOnlyList<string>>? kernel = null) : CommandHandler
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    static readonly (string[] Command, bool End)[] Tools =
    [
        (["nvidia-smi"], false),
        (["amd-smi", "monitor"], false),
        (["rocm-smi"], false),
        (["lspci", "-d", "::0300"], false),
        (["lspci", "-d", "::0302"], false),   // cards without a display: those made for mining
        (["dmesg", "--ctime", "--level=emerg,alert,crit,err,warn"], true),
        (["df", "-h"], false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds => [CommandKinds.Diagnose];

    /// <inheritdoc/>
    public override string? RefusalWithoutRecord(Command command) => null;

    /// <inheritdoc/>
    public override async Task<CommandResult> RunAsync(Command command, CancellationToken cancellation)
    {
        var sections = new List<(string Title, string Text, bool End)> { ("rig", Rig(), false) };
        foreach (var (tool, end) in Tools) { sections.Add((string.Join(' ', tool), await RunAsync(tool, cancellation), end)); }
        foreach (var miner in supervisor.Choose(null)) { sections.Add(($"log of miner {miner.Name}", string.Join('\n', miner.Log.Newest(60)), true)); }
        sections.Add(("log of the agent", string.Join('\n', log.Newest()), true));
        return CommandResult.Ok(Join(sections));
    }

    string Rig()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"agent {AgentVersion.Text}, {time.GetUtcNow():u}, boot {supervisor.BootId}");
        text.AppendLine(CultureInfo.InvariantCulture, $"kernel {SystemFile.Line(Path.Combine(roots.Proc, "sys/kernel/osrelease"))}, uptime and load {SystemFile.Line(Path.Combine(roots.Proc, "uptime"))} / {SystemFile.Line(Path.Combine(roots.Proc, "loadavg"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"desired revision {supervisor.Desired.Revision}{(supervisor.Refused is { } refused ? $", refused {refused}" : "")}");
        foreach (var miner in supervisor.Miners)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"miner {miner.Name} ({miner.Wanted.Miner}): {miner.State}, process {miner.ProcessId}, {miner.Exits} exits, last code {miner.ExitCode}, {miner.Reason}");
        }
        return text.ToString();
    }

    async Task<string> RunAsync(string[] tool, CancellationToken cancellation)
    {
        var answer = await new ToolRunner(time, Timeout, 1024 * 1024).RunAsync(tool, cancellation);
        if (tool[0] == "dmesg" && answer is not { End: ToolEnd.Exited, ExitCode: 0 } && kernel?.Invoke() is { Count: > 0 } read) { return string.Join('\n', read); }
        return answer.End == ToolEnd.Exited ? answer.Output + answer.Errors : $"({answer.End})";
    }

    /// <summary>Each part gets an equal share of the room; what one does not need the later ones have.</summary>
    string Join(List<(string Title, string Text, bool End)> sections)
    {
        var secrets = supervisor.Choose(null).SelectMany(i => i.Secrets).Distinct(StringComparer.Ordinal).ToList();
        var text = new StringBuilder();
        int left = ProtocolLimits.CommandOutputBytes;
        for (int i = 0; i < sections.Count; i++)
        {
            var (title, body, end) = sections[i];
            string head = $"== {title}\n";
            string part = Cut(Clean(body, secrets), Math.Max(0, left / (sections.Count - i) - head.Length - 1), end);
            text.Append(head).Append(part).Append('\n');
            left -= Encoding.UTF8.GetByteCount(head) + Encoding.UTF8.GetByteCount(part) + 1;
        }
        return text.ToString();
    }

    string Clean(string text, IReadOnlyList<string> secrets) => log.Cover(string.Join('\n', text.Split('\n').Select(l => LogText.Clean(l, secrets))).Trim('\n'));

    static string Cut(string text, int maximumBytes, bool end)
    {
        if (end) { return OutputEnd.Of(text, maximumBytes).Text ?? ""; }
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int length = Math.Min(bytes.Length, maximumBytes);
        while (length > 0 && length < bytes.Length && (bytes[length] & 0xc0) == 0x80) { length--; }
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
