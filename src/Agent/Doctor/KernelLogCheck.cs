using BloxOs.Agent.Machine;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Doctor;

/// <summary>Whether the kernel's log can be read, in the two ways in which the agent does.</summary>
internal static class KernelLogCheck
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The device, otherwise <c>dmesg</c>, otherwise as the agent's unit has it.</summary>
    public static async Task<Finding> ExamineAsync(DoctorContext context, CancellationToken cancellation)
    {
        const string Check = "kernel log";
        using var log = new KernelLog(context.Roots);
        _ = log.Read(1);
        if (log.Problem is not { } problem) { return Finding.Ok(Check, "can be read"); }
        if (context.Tool("dmesg") is { } dmesg && await new ToolRunner(context.Time, Timeout).RunAsync([dmesg, "--raw"], cancellation) is { End: ToolEnd.Exited, ExitCode: 0 })
        {
            return Finding.Ok(Check, "can be read through dmesg");
        }
        if (SystemFile.Text(Path.Combine(context.Roots.Etc, "systemd/system/bloxos-agent.service"))?.Split('\n').Contains("StandardInput=file:/dev/kmsg") == true)
        {
            return Finding.Ok(Check, "is opened for the agent by its unit (this check may not read it itself)");
        }
        return Finding.Warning(Check, $"cannot be read ({problem}): Xid errors, GPU resets and full memory are not seen",
            "install the agent again, with the line that the page \"Add rig\" shows: its unit then opens the log for it; or sysctl kernel.dmesg_restrict=0 (and a file in /etc/sysctl.d that says so)");
    }
}
