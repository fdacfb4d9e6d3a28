using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Commands;

/// <summary>Boots the rig anew or switches it off, by the commands of the system or others that are set.</summary>
/// <param name="reboot">Command in place of the system's; null for that.</param>
/// <param name="shutdown">Command in place of the system's; null for that.</param>
/// <param name="time">Clock of the limit.</param>
internal sealed class RigPower(IReadOnlyList<string>? reboot, IReadOnlyList<string>? shutdown, TimeProvider time)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Begins a reboot. Null when it was begun, else why not.</summary>
    public Task<string?> RebootAsync(CancellationToken cancellation) => RunAsync(reboot ?? System("reboot", "/sbin/reboot"), cancellation);

    /// <summary>Begins to switch off. Null when it was begun, else why not.</summary>
    public Task<string?> ShutdownAsync(CancellationToken cancellation) => RunAsync(shutdown ?? System("poweroff", "/sbin/poweroff"), cancellation);

    static IReadOnlyList<string> System(string verb, string without) => Directory.Exists("/run/systemd/system") ? ["systemctl", verb] : [without];

    async Task<string?> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var answer = await new ToolRunner(time, Timeout, 64 * 1024).RunAsync(command, cancellation);
        if (answer is { End: ToolEnd.Exited, ExitCode: 0 }) { return null; }
        string said = (answer.Errors + answer.Output).Trim();
        return $"{command[0]}: {(answer.End == ToolEnd.Exited ? $"exit code {answer.ExitCode}" : answer.End)}{(said.Length > 0 ? ": " + said : "")}";
    }
}
