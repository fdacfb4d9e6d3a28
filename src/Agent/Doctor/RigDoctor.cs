using BloxOs.Agent.Native;

namespace BloxOs.Agent.Doctor;

/// <summary>Looks at everything that the agent needs on a rig, and changes nothing.</summary>
/// <param name="context">What to examine.</param>
internal sealed class RigDoctor(DoctorContext context)
{
    /// <summary>All findings, in the order in which a person would mend them.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        findings.AddRange(SettingsCheck.Examine(context));
        // Asking the server without it would end this process.
        if (OpenSsl.IsThere) { findings.AddRange(await new ServerCheck(context).ExamineAsync(cancellation)); }
        else { findings.Add(Finding.Missing("OpenSSL", OpenSsl.Problem, OpenSsl.Remedy)); }
        findings.AddRange(await new NvidiaCheck(context).ExamineAsync(cancellation));
        findings.AddRange(AmdCheck.Examine(context));
        findings.AddRange(IntelCheck.Examine(context));
        findings.Add(await KernelLogCheck.ExamineAsync(context, cancellation));
        findings.AddRange(SensorCheck.Examine(context));
        findings.AddRange(DiskCheck.Examine(context));
        findings.AddRange(MinerCheck.Examine(context));
        findings.AddRange(await SystemCheck.ExamineAsync(context, cancellation));
        return findings;
    }
}
