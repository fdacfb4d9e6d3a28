using System.Collections;
using BloxOs.Agent;
using BloxOs.Agent.Commands;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Doctor;
using BloxOs.Agent.Native;
using BloxOs.Agent.Status;

var log = new AgentLog(StandardStream.ErrorText(), TimeProvider.System);
try
{
    var task = CommandLine.Parse(args);
    if (task is AgentTask.Version or AgentTask.Help)
    {
        StandardStream.OutputText().WriteLine(task == AgentTask.Version ? AgentVersion.Text : CommandLine.Help);
        return 0;
    }
    var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
    AgentOptionsReader Settings() => new(environment, "/etc/bloxos/agent.conf");
    if (task == AgentTask.Doctor)
    {
        var findings = await new RigDoctor(DoctorContext.Of(Settings, TimeProvider.System)).ExamineAsync(CancellationToken.None);
        StandardStream.OutputText().Write(FindingText.Of(findings));
        return findings.Any(f => f.State == CheckState.Missing) ? 1 : 0;
    }
    if (task is AgentTask.Run or AgentTask.Enroll && !OpenSsl.IsThere)
    {
        log.Error($"{OpenSsl.Problem}; {OpenSsl.Remedy}");
        return 1;   // not 2: systemd tries again, it may be that it is just being installed
    }
    var options = task == AgentTask.Run ? Settings().ReadToRun() : Settings().Read(needsServer: task is AgentTask.Enroll);
    if ((options.Token ?? options.Join?.Code) is { } secret) { log.Hide(secret); }
    foreach (string warning in options.Warnings) { log.Warn(warning); }

    using var stop = new CancellationTokenSource();
    using var signals = AgentProcess.OnStopSignals(stop);
    var restart = new AgentRestart(stop);
    var agent = new AgentProcess(options, log, TimeProvider.System, restart) { ReadAgain = () => Settings().ReadToRun() };
    if (task == AgentTask.Enroll) { return await agent.EnrollAsync(stop.Token) ? 0 : 1; }
    if (task is AgentTask.Status or AgentTask.StatusJson)
    {
        var (inventory, sample) = await agent.ReadOnceAsync(stop.Token);
        StandardStream.Output().Write(task == AgentTask.Status ? [.. StatusTable.Write(inventory, sample), .. WantedTable.Write(new(options.StateDirectory), new(new()))] : StatusJson.Write(inventory, sample));
        return 0;
    }
    await agent.RunAsync(stop.Token);
    if (restart.Requested)
    {
        await agent.UpdateAsync();
        AgentRestart.Execute(log);
    }
    return 0;
}
catch (ConfigurationException e)
{
    log.Error(e.Message);
    return 2;
}
catch (OperationCanceledException) { return 0; }
