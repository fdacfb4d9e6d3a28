using BloxOs.Silo.Gateway;
using BloxOs.Silo.Gateway.AgentFiles;
using BloxOs.Silo.Hosting;
using BloxOs.Silo.Operations;
using BloxOs.Silo.Outbound;
using BloxOs.Silo.Settings;
using BloxOs.Web;
using BloxOs.Web.Accounts;
using BloxOs.Web.Api;
using BloxOs.Web.Audit;
using BloxOs.Web.Backup;
using BloxOs.Web.Bench;
using BloxOs.Web.Display;
using BloxOs.Web.Demo;
using BloxOs.Web.Live;
using BloxOs.Web.Mail;
using BloxOs.Web.Pages;
using BloxOs.Web.Secrets;
using BloxOs.Web.Security;

if (args is [VerifyAudit.Verb, ..]) { return await VerifyAudit.RunAsync(args); }
if (args is [BackupVerbs.Backup or BackupVerbs.Restore, ..]) { return await BackupVerbs.RunAsync(args); }
if (args is [BenchRigs.Verb, ..]) { return await BenchRigs.RunAsync(args); }
if (args is [BenchHistory.Verb, ..]) { return await BenchHistory.RunAsync(args); }

return await ServerProgram.RunAsync(args, "Web", async start =>
{
    var settings = WebSettings.For(start);
    await start.PrepareDataAsync();
    await start.PrepareKeysAsync();

    if (settings.Role == Role.All) { start.Builder.AddBloxOsSilo(settings); }
    else { start.Builder.AddBloxOsClusterClient(settings); }
    start.Builder.Services.AddBloxOsOperations(settings.PublicMetrics);
    start.Builder.Services.AddBloxOsAgentFiles(settings);
    start.Builder.Services.AddBloxOsOutbound(settings.OutboundAllow);
    start.Builder.Services.AddBloxOsMail(settings.Mail);
    start.Builder.Services.AddSingleton(settings.Accounts).AddSingleton(SilenceLimits.Of(settings.Gateway));
    start.Builder.AddBloxOsAccounts(settings.DataDirectory);
    start.Builder.AddBloxOsApi();
    start.Builder.AddBloxOsPages();
    start.Builder.AddBloxOsLive();
    start.Builder.Services.AddSingleton<DemoPast>().AddSingleton<DemoFarm>();

    var app = start.Builder.Build();
    app.UseBloxOsProxies(settings.TrustedProxies);
    app.UseBloxOsAgentFiles();
    if (settings.Role == Role.All) { app.UseBloxOsGateway(); }
    app.UseBloxOsSecurity();
    app.MapBloxOsOperations();
    app.MapBloxOsAccounts();
    app.MapBloxOsApi();
    app.MapBloxOsPages();
    app.MapBloxOsLive();

    await start.RunAsync(app, address => Welcome.TellAsync(app, settings, start.CommandLine.Demo, address));
});
