using BloxOs.Agent.Machine;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Doctor;

/// <summary>Whether the kernel's log can be read, in the two ways in which the agent does.</summary>
internal static class KernelLogCheck
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The device, otherwise <c>dmesg</c>.</summary>
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
        return Finding.Warning(Check, $"cannot be read ({problem}): Xid errors, GPU resets and full memory are not seen",
            "sysctl kernel.dmesg_restrict=0 (and a file in /etc/sysctl.d that says so), or run the agent as root or with CAP_SYSLOG");
    }
}
