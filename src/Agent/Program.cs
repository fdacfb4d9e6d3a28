using System.Collections;
using BloxOs.Agent;
using BloxOs.Agent.Commands;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Diagnostics;

var log = new AgentLog(Console.Error, TimeProvider.System);
try
{
    var task = CommandLine.Parse(args);
    if (task is AgentTask.Version or AgentTask.Help)
    {
        Console.WriteLine(task == AgentTask.Version ? AgentVersion.Text : CommandLine.Help);
        return 0;
    }
    var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
    var options = new AgentOptionsReader(environment, "/etc/bloxos/agent.conf").Read(needsServer: task == AgentTask.Run);
    if ((options.Token ?? options.Join?.Code) is { } secret) { log.Hide(secret); }
    foreach (string warning in options.Warnings) { log.Warn(warning); }

    using var stop = new CancellationTokenSource();
    using var signals = AgentProcess.OnStopSignals(stop);
    var restart = new AgentRestart(stop);
    var agent = new AgentProcess(options, log, TimeProvider.System, restart);
    if (task == AgentTask.Once)
    {
        using var output = Console.OpenStandardOutput();
        await output.WriteAsync(await agent.ReadOnceAsync(stop.Token));
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
