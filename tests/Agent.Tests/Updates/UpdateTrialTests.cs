using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Tests.Support;
using BloxOs.Agent.Updates;
using BloxOs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Updates;

/// <summary>New builds that work, and ones that do not, as processes.</summary>
public sealed class UpdateTrialTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly StringWriter _log = new();
    string? _boot = "boot-1";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string State => _folder.File("state");

    string Program => _folder.File("bloxos-agent");

    UpdateRecord Record => new(State, Log, _boot);

    AgentLog Log => new(TextWriter.Synchronized(_log), TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    PreparedUpdate Prepare(string script)
    {
        _folder.Script("bloxos-agent", "echo old");
        return new("9.9.9", Program, _folder.Script("bloxos-agent.new", script));
    }

    async Task FailsAsync(PreparedUpdate update, string said, TimeProvider time)
    {
        var trial = new UpdateTrial(Record, _ => Task.FromResult(true), Log, time).RunAsync(update, Cancellation);
        await Eventually.Async(() =>
        {
            (time as FakeTimeProvider)?.Advance(TimeSpan.FromMilliseconds(500));
            return trial.IsCompleted;
        }, TimeSpan.FromMinutes(2), "the trial's end", Cancellation);
        Assert.False(await trial);
        Assert.Contains("echo old", File.ReadAllText(Program), StringComparison.Ordinal);
        Assert.False(File.Exists(update.Beside));
        Assert.True(Record.HasFailed("9.9.9"));
        Assert.False(Record.HasFailed("9.9"));
        Assert.Equal(("9.9.9", false), (Record.Last!.Version, Record.Last.Installed));
        Assert.Contains(said, Record.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_takes_no_file_is_not_held_against_a_version_that_works()
    {
        const string Works = "printf 9.9.9 > 'STATE/update/connected'; trap 'exit 0' TERM; while :; do sleep 0.1; done";
        var update = Prepare(Works.Replace("STATE", State, StringComparison.Ordinal));
        Directory.CreateDirectory(Program + ".previous/in the way");   // no file can replace it
        Assert.False(await new UpdateTrial(Record, _ => Task.FromResult(true), Log, TimeProvider.System).RunAsync(update, Cancellation));
        Assert.Contains("echo old", File.ReadAllText(Program), StringComparison.Ordinal);
        Assert.Equal(("9.9.9", false), (Record.Last!.Version, Record.Last.Installed));
        Assert.Contains("cannot be put in place", Record.Last.Text, StringComparison.Ordinal);
        Assert.False(Record.HasFailed("9.9.9"));
        Directory.Delete(Program + ".previous", recursive: true);
        update = Prepare(Works.Replace("STATE", State, StringComparison.Ordinal));
        Assert.True(await new UpdateTrial(Record, _ => Task.FromResult(true), Log, TimeProvider.System).RunAsync(update, Cancellation));
    }

    [Fact, Trait("check", "43")]
    public async Task One_that_connects_takes_the_place_of_the_old_one_which_is_kept()
    {
        var update = Prepare($"""
            printf '%s' "$BLOXOS_UPDATE_TRIAL" > '{_folder.File("watcher")}'
            trap 'echo ended > "{_folder.File("ended")}"; exit 0' TERM
            printf 9.9.9 > '{State}/update/connected'
            while :; do sleep 0.1; done
            """);
        Assert.True(await new UpdateTrial(Record, _ => Task.FromResult(true), Log, TimeProvider.System).RunAsync(update, Cancellation));
        Assert.Contains("9.9.9", File.ReadAllText(Program), StringComparison.Ordinal);
        Assert.Contains("echo old", File.ReadAllText(Program + ".previous"), StringComparison.Ordinal);
        Assert.False(File.Exists(update.Beside));
        Assert.Equal($"{Environment.ProcessId}", File.ReadAllText(_folder.File("watcher")));
        Assert.True(File.Exists(_folder.File("ended")));   // told to end before the real start, not killed
        Assert.Equal(("9.9.9", true), (Record.Last!.Version, Record.Last.Installed));
        Assert.False(Record.HasFailed("9.9.9"));
        Assert.Equal(["last.json"], Directory.GetFiles(Path.Combine(State, "update")).Select(Path.GetFileName));
    }

    [Fact, Trait("check", "43")]
    public Task One_that_crashes_at_once_is_thrown_away_for_good() => FailsAsync(Prepare("exit 3"), "ended with status 3", TimeProvider.System);

    [Fact, Trait("check", "43")]
    public async Task One_that_hangs_is_killed_after_ninety_seconds_and_thrown_away_for_good()
    {
        var time = new FakeTimeProvider();
        long began = time.GetTimestamp();
        var update = Prepare($"echo $$ > '{_folder.File("pid")}'; trap '' TERM; while :; do sleep 0.1; done");
        await FailsAsync(update, "not connected within 90 s", time);
        Assert.True(time.GetElapsedTime(began) >= UpdateTrial.Limit);
        if (File.Exists(_folder.File("pid"))) { Assert.False(Directory.Exists("/proc/" + File.ReadAllText(_folder.File("pid")).Trim())); }
    }

    [Fact]
    public Task One_that_says_another_version_has_not_come_up() =>
        FailsAsync(Prepare($"printf 9.9.8 > '{State}/update/connected'; exit 0"), "ended with status 0", TimeProvider.System);

    [Fact]
    public async Task One_that_is_no_program_at_all_is_thrown_away()
    {
        var update = Prepare("");
        File.WriteAllBytes(update.Beside, [0x7f, (byte)'E', (byte)'L', (byte)'F', 1, 2, 3]);
        await FailsAsync(update, "does not start", TimeProvider.System);
    }

    [Fact]
    public async Task A_stop_in_the_middle_is_no_fault_of_the_new_one()
    {
        var update = Prepare("while :; do sleep 0.1; done");
        using var stop = new CancellationTokenSource();
        var trial = new UpdateTrial(Record, _ => Task.FromResult(true), Log, TimeProvider.System).RunAsync(update, stop.Token);
        await stop.CancelAsync();
        Assert.False(await trial);
        Assert.False(Record.HasFailed("9.9.9"));
        Assert.Contains("echo old", File.ReadAllText(Program), StringComparison.Ordinal);
    }

    [Fact, Trait("check", "43")]
    public void A_trial_that_took_the_rig_down_has_failed()
    {
        Assert.True(Record.BeginTrial("9.9.9"));
        Record.EndInterruptedTrial("9.9.8");   // the next start of the agent
        Assert.True(Record.HasFailed("9.9.9"));
        Record.EndInterruptedTrial("9.9.8");
        Assert.Equal("9.9.9\n", File.ReadAllText(Path.Combine(State, "update", "failed")));
    }

    [Fact, Trait("check", "43")]
    public void A_power_cut_during_a_trial_is_forgiven_once()
    {
        Assert.True(Record.BeginTrial("9.9.9"));
        _boot = "boot-2";
        Record.EndInterruptedTrial("9.9.8");   // the next start of the agent, after the boot
        Assert.False(Record.HasFailed("9.9.9"));
        Assert.Equal(("9.9.9", false), (Record.Last!.Version, Record.Last.Installed));
        Assert.Contains("may be ordered once more", Record.Last.Text, StringComparison.Ordinal);
        Record.EndInterruptedTrial("9.9.8");   // and the one after that, with no trial between
        Assert.False(Record.HasFailed("9.9.9"));

        Assert.True(Record.BeginTrial("9.9.9"));
        _boot = "boot-3";
        Record.EndInterruptedTrial("9.9.8");   // it may be what takes the rig down
        Assert.True(Record.HasFailed("9.9.9"));
        Assert.Contains("for the second time", Record.Last!.Text, StringComparison.Ordinal);
        Assert.True(Record.BeginTrial("9.9.10"));
        _boot = "boot-4";
        Record.EndInterruptedTrial("9.9.8");   // another version has its own chance
        Assert.False(Record.HasFailed("9.9.10"));
    }

    /// <summary>Nothing is forgiven that may have been the version: where the kernel tells no boot, an earlier agent wrote none, or the forgiving cannot be counted.</summary>
    [Theory]
    [InlineData(null, "boot-2", false), InlineData("boot-1", null, false), InlineData("boot-1", "boot-1", false), InlineData("boot-1", "boot-2", true)]
    public void An_interruption_that_is_not_known_to_be_a_power_cut_is_a_failure(string? before, string? after, bool countIsLost)
    {
        _boot = before;
        Assert.True(Record.BeginTrial("9.9.9"));
        _boot = after;
        // A folder of that name cannot be replaced by a file.
        if (countIsLost) { Directory.CreateDirectory(Path.Combine(State, "update", "rebooted", "x")); }
        Record.EndInterruptedTrial("9.9.8");
        Assert.True(Record.HasFailed("9.9.9"));
    }

    [Fact, Trait("check", "43")]
    public void A_power_cut_right_after_the_new_one_was_put_in_place_does_not_condemn_it()
    {
        Assert.True(Record.BeginTrial("9.9.9"));
        Record.EndInterruptedTrial("9.9.9");   // the next start is the new one itself
        Assert.False(Record.HasFailed("9.9.9"));
        Assert.True(Record.Last!.Installed);
        Assert.Equal(["last.json"], Directory.GetFiles(Path.Combine(State, "update")).Select(Path.GetFileName));
    }

    /// <summary>Runs a trial on a simulated clock until it ends; how long it took there.</summary>
    async Task<(bool Installed, TimeSpan Took)> SimulateAsync(string script, Func<TimeSpan, bool> answers, Action<TimeSpan>? each = null)
    {
        var time = new AwaitedTime();
        long began = time.GetTimestamp();
        var trial = new UpdateTrial(Record, _ => Task.FromResult(answers(time.GetElapsedTime(began))), Log, time).RunAsync(Prepare(script), Cancellation);
        await Eventually.Async(() =>
        {
            if (!File.Exists(_folder.File("up")) && !trial.IsCompleted) { return false; }   // the process first has to run
            each?.Invoke(time.GetElapsedTime(began));
            time.AdvanceWhenAwaited(TimeSpan.FromSeconds(5));
            return trial.IsCompleted;
        }, TimeSpan.FromMinutes(4), "the trial's end", Cancellation);
        return (await trial, time.GetElapsedTime(began));
    }

    string Up => $"touch '{_folder.File("up")}'; while :; do sleep 0.1; done";

    [Fact, Trait("check", "43")]
    public async Task A_server_that_is_away_all_the_time_is_no_fault_of_the_new_one()
    {
        var (installed, took) = await SimulateAsync(Up, _ => false);
        Assert.False(installed);
        Assert.False(Record.HasFailed("9.9.9"));
        Assert.Contains("the server was away or busy for 15 minutes", Record.Last!.Text);
        Assert.InRange(took, UpdateTrial.Longest, UpdateTrial.Longest + TimeSpan.FromMinutes(1));
        Assert.Contains("echo old", File.ReadAllText(Program), StringComparison.Ordinal);
        Assert.Equal(["last.json"], Directory.GetFiles(Path.Combine(State, "update")).Select(Path.GetFileName));
    }

    [Fact, Trait("check", "43")]
    public async Task After_an_outage_the_new_one_has_its_ninety_seconds_again()
    {
        // Away for a minute and a half; the new one connects a minute later.
        var (installed, _) = await SimulateAsync(Up + " ", now => now > TimeSpan.FromSeconds(90), now =>
        {
            if (now > TimeSpan.FromSeconds(150)) { File.WriteAllText(Path.Combine(State, "update", "connected"), "9.9.9"); }
        });
        Assert.True(installed);
        // The same with one that never connects: it has failed.
        File.Delete(_folder.File("up"));
        var (_, took) = await SimulateAsync(Up, now => now > TimeSpan.FromSeconds(90));
        Assert.True(Record.HasFailed("9.9.9"));
        Assert.InRange(took, TimeSpan.FromSeconds(165), TimeSpan.FromSeconds(240));
    }

    [Fact, Trait("check", "43")]
    public async Task One_that_a_busy_server_tells_to_wait_has_time_to_do_so()
    {
        var (installed, took) = await SimulateAsync(Up, _ => true, now =>
        {
            if (now < TimeSpan.FromSeconds(1)) { Record.SayPutOff("9.9.9", TimeSpan.FromSeconds(120)); }
            if (now > TimeSpan.FromSeconds(130)) { File.WriteAllText(Path.Combine(State, "update", "connected"), "9.9.9"); }
        });
        Assert.True(installed);
        Assert.InRange(took, TimeSpan.FromSeconds(130), TimeSpan.FromSeconds(200));
    }

    [Fact]
    public async Task Nothing_is_tried_that_could_not_be_remembered()
    {
        _folder.Write("state", "a file, no directory");
        Assert.False(await new UpdateTrial(Record, _ => Task.FromResult(true), Log, TimeProvider.System).RunAsync(Prepare($"touch '{_folder.File("ran")}'"), Cancellation));
        Assert.False(File.Exists(_folder.File("ran")));
    }
}
