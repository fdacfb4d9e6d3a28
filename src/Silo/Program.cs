using BloxOs.Silo.Gateway;
using BloxOs.Silo.Gateway.AgentFiles;
using BloxOs.Silo.Hosting;
using BloxOs.Silo.Operations;
using BloxOs.Silo.Secrets;
using BloxOs.Silo.Settings;

return await ServerProgram.RunAsync(args, "Silo", async start =>
{
    var settings = start.Settings;
    if (settings.Role != Role.Silo) { throw new SettingsException([$"BloxOs:Role is {settings.Role}, but this executable is only a silo: set it to Silo, or run the Web executable."]); }
    await start.PrepareDataAsync();
    start.PreparePoolPasswords();

    start.Builder.AddBloxOsSilo(settings);
    start.Builder.Services.AddBloxOsOperations(settings.PublicMetrics);
    start.Builder.Services.AddBloxOsAgentFiles(settings);

    var app = start.Builder.Build();
    app.UseBloxOsAgentFiles();
    app.UseBloxOsGateway();
    app.MapBloxOsOperations();
    await start.RunAsync(app, address => Console.Out.WriteLineAsync($"BloxOs silo, agents connect to {address}"));
});
