using System.Diagnostics;
using System.Text.Json;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests;

/// <summary>The agent as a process of its own.</summary>
public sealed class AgentProcessTests : IDisposable
{
    /// <summary>In place of a variable: the current directory of the agent.</summary>
    const string In = "current directory";

    readonly TempDirectory _folder = new();

    Process Start(string[] arguments, params (string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "bloxos-agent.dll"));
        foreach (string argument in arguments) { start.ArgumentList.Add(argument); }
        start.Environment["BLOXOS_CONFIG"] = _folder.Write("agent.conf", "");
        start.Environment["BLOXOS_STATE_DIRECTORY"] = _folder.File("state");
        foreach (var (key, value) in environment)
        {
            if (key == In) { start.WorkingDirectory = value; } else { start.Environment[key] = value; }
        }
        return Process.Start(start)!;
    }

    async Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments, params (string Key, string Value)[] environment)
    {
        using var process = Start(arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    [Theory]
    [InlineData("--once")]
    [InlineData("status --json")]
    public async Task The_status_as_json_is_inventory_and_sample(string arguments)
    {
        string xml = _folder.Write("two cards.xml", Gpus.NvidiaSmiAnswerTests.Document(
            Gpus.NvidiaSmiAnswerTests.Gpu("00000000:0B:00.0"), Gpus.NvidiaSmiAnswerTests.Gpu("00000000:0A:00.0")));
        // Nothing is said of its errors: miners of other tests run beside it, and one that does not answer is warned of.
        var (code, output, _) = await RunAsync(arguments.Split(' '), ("BLOXOS_NVIDIA_SMI", $"cat '{xml}'"));
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var gpus = json.RootElement.GetProperty("inventory").GetProperty("gpus");
        Assert.Equal(["0000:0a:00.0", "0000:0b:00.0"], gpus.EnumerateArray().Select(g => g.GetProperty("busId").GetString()));
        Assert.Equal(50, json.RootElement.GetProperty("sample").GetProperty("gpus")[1].GetProperty("coreCelsius").GetDouble());
    }

    [Fact]
    public async Task Once_reads_a_real_capture()
    {
        string xml = Captures.NvidiaSmi("netdata-rtx-4090-driver-535.xml");
        var (code, output, _) = await RunAsync(["--once"], ("BLOXOS_NVIDIA_SMI", "cat " + xml));
        Assert.Equal(0, code);
        Assert.Contains("NVIDIA GeForce RTX 4090", output);
    }

    [Fact]
    public async Task A_tool_that_lies_where_the_agent_was_started_is_not_run()
    {
        string here = _folder.File("here");
        foreach (string tool in (string[])["nvidia-smi", "dmesg", "amd-smi", "rocm-smi", "systemctl"]) { _folder.Script($"here/{tool}", $"touch {_folder.File("ran")}"); }
        var (code, _, _) = await RunAsync(["status"], ("BLOXOS_NVML_LIBRARY", "/nowhere/libnvidia-ml.so.1"), (In, here), ("PATH", ":.:here:/usr/bin:/bin"));
        Assert.Equal(0, code);
        Assert.False(File.Exists(_folder.File("ran")), "a tool of the current directory was run");
        // The same tool is run from a folder that is given in full.
        await RunAsync(["status"], ("BLOXOS_NVML_LIBRARY", "/nowhere/libnvidia-ml.so.1"), (In, here), ("PATH", $"{here}:/usr/bin:/bin"));
        Assert.True(File.Exists(_folder.File("ran")));
    }

    [Fact]
    public async Task An_agent_without_a_secret_works_on_and_takes_the_secret_when_it_comes()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync();
            await visit.ServeAndConfirmAsync();
        });
        string token = _folder.Write("token", "");
        using var agent = Start([], ("BLOXOS_SERVER", server.Url), ("BLOXOS_TOKEN_FILE", token), ("BLOXOS_NVIDIA_SMI", "true"));
        var errors = new System.Text.StringBuilder();
        agent.ErrorDataReceived += (_, line) => { lock (errors) { errors.AppendLine(line.Data); } };
        agent.BeginErrorReadLine();
        await Eventually.Async(() => Said().Contains("the file of BLOXOS_TOKEN_FILE is empty", StringComparison.Ordinal), "the word that there is none", Said, TestContext.Current.CancellationToken);
        // Control has taken the rig: miners are looked after.
        await Eventually.Async(() => File.Exists(_folder.File("state/control.lock")), "control", Said, TestContext.Current.CancellationToken);
        Assert.False(agent.HasExited);
        Assert.Empty(server.Visits);
        await File.WriteAllTextAsync(token, RunningAgent.Token, TestContext.Current.CancellationToken);
        await Eventually.Async(() => server.Visits is [var v] && v.Messages.OfType<Stats>().Any(), "the connection", Said, TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-TERM", $"{agent.Id}"])) { await agent.WaitForExitAsync(TestContext.Current.CancellationToken); }
        Assert.Equal(0, agent.ExitCode);
        Assert.DoesNotContain(RunningAgent.Token, Said());

        string Said() { lock (errors) { return errors.ToString(); } }
    }

    [Fact]
    public async Task A_code_that_the_server_does_not_take_yet_keeps_nobody_from_looking_after_the_rig()
    {
        await using var server = await FakeServer.StartAsync(visit =>
        {
            visit.Http.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        using var agent = Start([], ("BLOXOS_SERVER", server.Url), ("BLOXOS_ENROLLMENT_CODE", "bxe_code"), ("BLOXOS_TOKEN_FILE", _folder.File("token")), ("BLOXOS_NVIDIA_SMI", "true"));
        var errors = new System.Text.StringBuilder();
        agent.ErrorDataReceived += (_, line) => { lock (errors) { errors.AppendLine(line.Data); } };
        agent.BeginErrorReadLine();
        await Eventually.Async(() => Said().Contains("503", StringComparison.Ordinal) && File.Exists(_folder.File("state/control.lock")), "control without a link", Said, TestContext.Current.CancellationToken);
        Assert.False(agent.HasExited);
        using (var kill = Process.Start("kill", ["-TERM", $"{agent.Id}"])) { await agent.WaitForExitAsync(TestContext.Current.CancellationToken); }
        Assert.Equal(0, agent.ExitCode);

        string Said() { lock (errors) { return errors.ToString(); } }
    }

    [Theory]
    [InlineData("--token=abc", "A token on the command line is refused")]
    [InlineData("--what", "Unknown arguments")]
    [InlineData(null, "BLOXOS_SERVER is missing")]
    public async Task A_wrong_call_ends_with_one_line(string? argument, string said)
    {
        var (code, output, errors) = await RunAsync(argument is null ? [] : [argument]);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("error: " + said, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--")]
    public async Task Version_and_help_are_printed(string before)
    {
        Assert.Equal((0, AgentVersion.Text + "\n", ""), await RunAsync([before + "version"]));
        Assert.Contains("BLOXOS_TOKEN_FILE", (await RunAsync([before + "help"])).Output);
    }

    [Fact]
    public async Task The_status_for_people_is_a_table()
    {
        string xml = _folder.Write("card.xml", Gpus.NvidiaSmiAnswerTests.Document(Gpus.NvidiaSmiAnswerTests.Gpu("00000000:0A:00.0")));
        // Nothing is said of its errors: miners of other tests run beside it, and one that does not answer is warned of.
        var (code, output, _) = await RunAsync(["status"], ("BLOXOS_NVIDIA_SMI", $"cat '{xml}'"));
        Assert.Equal(0, code);
        Assert.StartsWith("Rig ", output, StringComparison.Ordinal);
        Assert.Contains("\n0  0000:0a:00.0  ", output.Replace("\n ", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_ends_with_1_when_something_is_missing()
    {
        var (code, output, errors) = await RunAsync(["doctor"], ("BLOXOS_NVIDIA_SMI", "true"));
        Assert.Equal((1, ""), (code, errors));
        Assert.Matches(@"(?m)^missing  settings +BLOXOS_SERVER is missing; .*\. Fix: ", output);
        Assert.Matches(@"\n\d+ missing, \d+ warnings, \d+ ok\n$", output);
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(401, 1)]
    public async Task Enroll_joins_once_and_says_whether_it_worked(int status, int expected)
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            visit.Http.Response.StatusCode = status;
            if (status != 200) { return; }
            await visit.Http.Response.Body.WriteAsync(
                System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new EnrollAnswer { RigName = "oak-7", Token = RunningAgent.Token }, ProtocolJson.Default.EnrollAnswer));
        });
        (string, string)[] settings =
            [("BLOXOS_SERVER", server.Url), ("BLOXOS_ENROLLMENT_CODE_FILE", _folder.Write("code", "bxe_secret-code\n")), ("BLOXOS_TOKEN_FILE", _folder.File("token"))];
        var (code, output, errors) = await RunAsync(["enroll"], settings);
        Assert.Equal((expected, ""), (code, output));
        Assert.DoesNotContain("secret-code", errors);
        Assert.Equal(status == 200, File.Exists(_folder.File("token")));
        if (status != 200)
        {
            Assert.Contains("used up, expired or revoked", errors);
            return;
        }
        Assert.Equal(RunningAgent.Token, await File.ReadAllTextAsync(_folder.File("token"), TestContext.Current.CancellationToken));
        var (again, _, said) = await RunAsync(["enroll"], settings);
        Assert.Equal(0, again);
        Assert.Contains("has a token already", said);
        Assert.Single(server.Visits);
    }

    [Fact]
    public async Task A_terminated_agent_says_good_bye_and_exits_with_0()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync();
            await visit.ServeAndConfirmAsync();
        });
        string token = _folder.Write("token", RunningAgent.Token);
        using var agent = Start([], ("BLOXOS_SERVER", server.Url), ("BLOXOS_TOKEN_FILE", token), ("BLOXOS_NVIDIA_SMI", "true"));
        var errors = agent.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Eventually.Async(() => server.Visits is [var v] && v.Messages.OfType<Stats>().Any(), what: "the first sample", cancellation: TestContext.Current.CancellationToken);
        using var kill = Process.Start("kill", ["-TERM", $"{agent.Id}"]);
        long start = TimeProvider.System.GetTimestamp();
        await agent.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "it stops by itself within two seconds, however long a loaded machine takes to notice");
        Assert.Equal(0, agent.ExitCode);
        await Eventually.Async(() => server.Visits[0].CloseCode == 1000, what: "the close", cancellation: TestContext.Current.CancellationToken);
        Assert.DoesNotContain(RunningAgent.Token, await errors);
    }

    public void Dispose() => _folder.Dispose();
}
