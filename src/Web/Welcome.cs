using BloxOs.Silo.Operations;
using BloxOs.Silo.Settings;
using BloxOs.Web.Accounts;
using BloxOs.Web.Demo;

namespace BloxOs.Web;

/// <summary>What the console says once the server serves: where it is, how to get in, and what will bite later.</summary>
internal static class Welcome
{
    /// <summary>Below this limit of open files a farm of some hundred rigs meets it.</summary>
    const int FewDescriptors = 4_096;

    /// <summary>Tells it; starts the demo's rigs when asked to.</summary>
    public static async Task TellAsync(WebApplication app, BloxOsSettings settings, bool demo, string address)
    {
        string shown = settings.PublicUrl?.ToString().TrimEnd('/') ?? address;
        var lines = new List<string> { "", $"  BloxOs is at {shown}" };
        if (demo) { lines.AddRange(await StartDemoAsync(app, settings, address)); }
        else if (await app.Services.GetRequiredService<ISetupCode>().AnnounceAsync(app.Lifetime.ApplicationStopping) is { } code) { lines.Add($"  {code}"); }
        if (settings.Role == Role.All) { lines.Add($"  Data: {settings.DataDirectory}"); }
        if (settings.Role == Role.All && app.Services.GetRequiredService<DescriptorLimit>() is { Limit: < FewDescriptors } limit)
        {
            lines.Add($"  Warning: this process may open only {limit.Limit} files, so at most {limit.MaxConnections(0)} rigs can connect. Raise LimitNOFILE or ulimit -n.");
        }
        lines.Add("");
        foreach (string line in lines) { await Console.Out.WriteLineAsync(line); }
    }

    static async Task<string[]> StartDemoAsync(WebApplication app, BloxOsSettings settings, string address)
    {
        var farm = app.Services.GetRequiredService<DemoFarm>();
        var (rigs, password) = await farm.PrepareAsync(settings.DataDirectory, app.Lifetime.ApplicationStopping);
        _ = farm.RunAsync(address, rigs, app.Lifetime.ApplicationStopping);
        return [$"  Sign in as {DemoFarm.Email} with {password}", $"  {rigs.Count} simulated rigs are reporting, and a day and a half before the first start is simulated too. Ctrl+C stops; the next start goes on where this one was."];
    }
}
