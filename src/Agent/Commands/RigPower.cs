using BloxOs.Agent.Native;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Commands;

/// <summary>
/// Boots the rig anew or switches it off: by other commands that are set, else by those of the system, which an agent that is not root asks its <see cref="RootHelper"/> for.
/// </summary>
/// <param name="reboot">Command in place of the system's; null for that.</param>
/// <param name="shutdown">Command in place of the system's; null for that.</param>
/// <param name="helper">Acts for an agent that is not root; null when the agent is root.</param>
/// <param name="time">Clock of the limit.</param>
internal sealed class RigPower(IReadOnlyList<string>? reboot, IReadOnlyList<string>? shutdown, RootHelper? helper, TimeProvider time)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The helper that an agent of this user needs; null for root.</summary>
    public static RootHelper? HelperFor(uint user, TimeProvider time) => user == 0 ? null : new(time);

    /// <summary>Of this process.</summary>
    public static RigPower Of(Configuration.AgentOptions options, TimeProvider time) =>
        new(options.RebootCommand, options.ShutdownCommand, HelperFor(Libc.EffectiveUser(), time), time);

    /// <summary>Acts for an agent that is not root; null when the agent is root.</summary>
    public RootHelper? Helper => helper;

    /// <summary>Both can be begun, as far as that is known without doing it.</summary>
    public bool CanAct => helper is not { IsThere: false } || (reboot is not null && shutdown is not null);

    /// <summary>Begins a reboot. Null when it was begun, else why not.</summary>
    public Task<string?> RebootAsync(CancellationToken cancellation) => BeginAsync(reboot, RootHelper.Reboot, "/sbin/reboot", cancellation);

    /// <summary>Begins to switch off. Null when it was begun, else why not.</summary>
    public Task<string?> ShutdownAsync(CancellationToken cancellation) => BeginAsync(shutdown, RootHelper.PowerOff, "/sbin/poweroff", cancellation);

    async Task<string?> BeginAsync(IReadOnlyList<string>? set, string verb, string without, CancellationToken cancellation)
    {
        if (set is not null) { return await RunAsync(set, cancellation); }
        if (helper is { IsThere: true }) { return await helper.AskAsync(verb, Timeout, cancellation); }
        // A rule of the rig's owner may let the agent's user do it all the same.
        string? failure = await RunAsync(Directory.Exists("/run/systemd/system") ? ["systemctl", verb] : [without], cancellation);
        return failure is null || helper is null ? failure : $"{failure}; {RootHelper.Remedy}";
    }

    async Task<string?> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var answer = await new ToolRunner(time, Timeout, 64 * 1024).RunAsync(command, cancellation);
        if (answer is { End: ToolEnd.Exited, ExitCode: 0 }) { return null; }
        string said = (answer.Errors + answer.Output).Trim();
        return $"{command[0]}: {(answer.End == ToolEnd.Exited ? $"exit code {answer.ExitCode}" : answer.End)}{(said.Length > 0 ? ": " + said : "")}";
    }
}
