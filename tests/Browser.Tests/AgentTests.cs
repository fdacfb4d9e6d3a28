using BloxOs.TestServers;

namespace BloxOs.Browser.Tests;

/// <summary>The real agent, fed with what nvidia-smi printed, and the page that shows it.</summary>
[Collection(OwnedGroup.Name)]
public sealed class AgentTests(OwnedServer owned)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cards_that_nvidia_smi_prints_are_on_the_page()
    {
        var server = owned.Server;
        await using var owner = await owned.VisitAsync();
        string farmUrl = await new BatchWalk(owner, server.Url).FarmAsync("Real cards");

        await ShowAsync(server, owner, farmUrl, "own", Path.Combine(AppContext.BaseDirectory, "Fixtures", "two-cards.xml"),
            ["RTX 3080 10 GB", "RTX 3070 8 GB", "01:00", "0a:00", "57", "51", "63 %", "48 %", "221 of 235 W", "118 of 120 W", "driver 550.90.07"]);
        if (SharedFixtures.Find("nvidia-smi") is not { } captures)
        {
            TestContext.Current.SendDiagnosticMessage("shared/fixtures is not here: only our own fixture was shown");
            return;
        }
        await ShowAsync(server, owner, farmUrl, "capture-3080", Path.Combine(captures, "telegraf-rtx-3080-v12.xml"), ["RTX 3080"]);
        await ShowAsync(server, owner, farmUrl, "capture-1070", Path.Combine(captures, "telegraf-gtx-1070-ti.xml"), ["GTX 1070 Ti"]);
    }

    static async Task ShowAsync(WebServer server, Visitor owner, string farmUrl, string name, string capture, string[] texts)
    {
        string token = await WebServer.AddRigAsync(owner, farmUrl, name);
        using var directory = new TempDirectory();
        string tokenFile = directory.File("token");
        await File.WriteAllTextAsync(tokenFile, token, Cancellation);
        if (!OperatingSystem.IsWindows()) { File.SetUnixFileMode(tokenFile, UnixFileMode.UserRead | UnixFileMode.UserWrite); }
        await using var agent = await ServerProcess.LaunchAsync(AgentDll(), new Dictionary<string, string?>
        {
            ["BLOXOS_SERVER"] = server.Url.ToString(),
            ["BLOXOS_TOKEN_FILE"] = tokenFile,
            ["BLOXOS_NVIDIA_SMI"] = $"cat {capture}",
            ["BLOXOS_STATE_DIRECTORY"] = directory.File("state"),
        });
        await owner.Page.GotoAsync(farmUrl);
        await owner.Page.ClickAsync($".rig .name:text-is('{name}')");
        foreach (string text in (string[])[.. texts, Environment.MachineName])
        {
            await owner.Page.Locator("main", new() { HasText = text }).WaitForAsync();
        }
        Assert.Empty(owner.Complaints);
    }

    static string AgentDll()
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(BuiltOutput.RepositoryRoot(), "src", "Agent", "bin", configuration, "net10.0", "bloxos-agent.dll");
    }
}
