using System.Globalization;
using System.Text.Json;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Users;
using BloxOs.Silo.Hosting;
using BloxOs.Silo.Operations;
using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Bench;

/// <summary>For bench/ only: <c>bench-rigs --count N --out FILE</c> fills a data directory with a farm of N rigs and writes their tokens as JSON lines; with <c>--keys N --keys-out FILE</c> also API keys, one a line; with <c>--person FILE</c> it belongs to <c>demo@example.com</c>, whose new password is written there.</summary>
internal static class BenchRigs
{
    /// <summary>The verb.</summary>
    public const string Verb = "bench-rigs";

    const int AtOnce = 100, Most = 1_000_000;
    const string FarmId = "benchbenchbenchbenchbenchb";

    /// <summary>Starts a silo on the data directory of the other arguments, adds the rigs, and stops.</summary>
    /// <returns>Exit code.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var (count, file, others) = Parse(args);
        var (keys, keyFile, more) = ParseKeys(others);
        var rest = more.ToList();
        string? personFile = Take(rest, "--person");
        return ServerProgram.RunAsync([.. rest, "--urls", "http://127.0.0.1:0"], "Web", async start =>
        {
            await start.PrepareDataAsync();
            start.Builder.AddBloxOsSilo(start.Settings).Services.AddBloxOsOperations(publicMetrics: false);
            start.Builder.Services.AddSingleton<SetupGate>().AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>().AddSingleton<IDemoAccount, DemoAccountMaker>();
            await using var app = start.Builder.Build();
            await app.StartAsync();
            var grains = app.Services.GetRequiredService<IGrainFactory>();
            string farmId = personFile is null ? await MakeFarmAsync(grains) : await MakePersonAsync(app.Services.GetRequiredService<IDemoAccount>(), personFile);
            await FillAsync(grains, farmId, count, file);
            if (keyFile is not null) { await MakeKeysAsync(grains, keys, keyFile); }
            await app.StopAsync();
        });
    }

    static (int Count, string Out, IReadOnlyList<string> Others) Parse(IReadOnlyList<string> args)
    {
        int count = 0;
        string? file = null;
        var rest = new List<string>();
        for (int i = 1; i < args.Count; i++)
        {
            if (args[i] == "--count" && i + 1 < args.Count) { int.TryParse(args[++i], CultureInfo.InvariantCulture, out count); }
            else if (args[i] == "--out" && i + 1 < args.Count) { file = args[++i]; }
            else { rest.Add(args[i]); }
        }
        return count is > 0 and <= Most && file is not null ? (count, file, rest) : throw new ArgumentException($"{Verb} needs --count 1..{Most} and --out FILE.");
    }

    static (int Count, string? Out, IReadOnlyList<string> Others) ParseKeys(IReadOnlyList<string> args)
    {
        var rest = args.ToList();
        int.TryParse(Take(rest, "--keys"), CultureInfo.InvariantCulture, out int count);
        return (count, Take(rest, "--keys-out"), rest);
    }

    static string? Take(List<string> rest, string name)
    {
        int at = rest.IndexOf(name);
        if (at < 0 || at + 1 >= rest.Count) { return null; }
        string value = rest[at + 1];
        rest.RemoveRange(at, 2);
        return value;
    }

    static async Task MakeKeysAsync(IGrainFactory grains, int count, string file)
    {
        string userId = OpaqueId.New();
        const string email = "bench@example.org";
        await grains.GetGrain<IUserGrain>(userId).Create(new() { UserId = userId, Email = email, NormalizedEmail = email, DisplayName = "Bench", SecurityStamp = OpaqueId.New(), Role = UserRole.Admin });
        await grains.GetGrain<IUserGrain>(userId).AddFarm(FarmId);
        await using var keys = new StreamWriter(file);
        for (int i = 0; i < count; i++) { await keys.WriteLineAsync((await grains.GetGrain<IUserKeysGrain>(userId).Create(new() { Name = "bench", Scope = KeyScope.Manage })).Secret); }
    }

    static async Task<string> MakeFarmAsync(IGrainFactory grains)
    {
        await grains.GetGrain<IFarmGrain>(FarmId).Create("Bench", OpaqueId.New());
        return FarmId;
    }

    static async Task<string> MakePersonAsync(IDemoAccount accounts, string file)
    {
        string password = OpaqueId.New();
        await File.WriteAllTextAsync(file, password);
        return (await accounts.EnsureDemoAccountAsync(Demo.DemoFarm.Email, password, "Bench", CancellationToken.None)).FarmId;
    }

    static async Task FillAsync(IGrainFactory grains, string farmId, int count, string file)
    {
        var farm = grains.GetGrain<IFarmGrain>(farmId);
        await using var tokens = new StreamWriter(file);
        for (int first = 0; first < count; first += AtOnce)
        {
            var names = Enumerable.Range(first, Math.Min(AtOnce, count - first)).Select(i => string.Create(CultureInfo.InvariantCulture, $"bench-{i:000000}")).ToArray();
            var added = await Task.WhenAll(names.Select(name => farm.AddRig(name)));
            foreach (var (rig, name) in added.Zip(names)) { await tokens.WriteLineAsync(JsonSerializer.Serialize(new { rigId = rig.RigId, token = rig.Token, name })); }
        }
    }
}
