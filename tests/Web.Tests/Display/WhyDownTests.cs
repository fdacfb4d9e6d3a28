using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

/// <summary>What is said of a silent rig: the strongest evidence decides, and no more is claimed than was seen.</summary>
public sealed class WhyDownTests
{
    static readonly DateTimeOffset s_seen = RigViews.Now.AddMinutes(-20);

    static DownEvidence Silent { get; } = new()
    {
        Now = RigViews.Now,
        LastSeenAt = s_seen,
        Ending = RigEnding.Silence,
        Stats = RigViews.Mining(RigViews.Gpu(0, 57, 69, 76)),
        Addresses = ["10.0.0.27"],
        Neighbours = new(Others: 29, Heard: 29, FellTogether: 0),
    };

    static RigCommand Command(CommandKind kind, CommandPhase phase, TimeSpan beforeSilence) => new()
    {
        CommandId = "c", Kind = kind, OrderedBy = "Mara", Phase = phase, CreatedAt = s_seen - beforeSilence, SentAt = phase == CommandPhase.Queued ? null : s_seen - beforeSilence,
    };

    static RigHappening Happening(string kind, string text, int secondsBefore = 30) => new() { Kind = kind, Text = text, At = s_seen.AddSeconds(-secondsBefore) };

    static (DownCertainty Certainty, string Verdict) Verdict(DownEvidence seen) => WhyDown.Of(seen) is var why ? (why.Certainty, why.Verdict) : default;

    [Fact]
    public void Silence_alone_is_not_explained()
    {
        var why = WhyDown.Of(Silent);
        Assert.Equal((DownCertainty.Open, "It fell silent from one moment to the next, without a goodbye."), (why.Certainty, why.Verdict));
        Assert.Equal("not known", why.CertaintyText);
        Assert.Contains("10.0.0.27", why.Advice, StringComparison.Ordinal);
        Assert.Equal(("?", "Power, network or a hang"), (why.Checks[^1].Mark, why.Checks[^1].Title));
        Assert.Contains(why.Checks, c => c is { Mark: "✓", Title: "Its last sample" });
        Assert.Contains(why.Checks, c => c is { Mark: "✓", Title: "The server hears other rigs", Text: "29 of 29 report, and none fell silent with it." });
    }

    [Theory]
    [InlineData(CommandKind.Shutdown, 20, "Mara ordered a shutdown.")]
    [InlineData(CommandKind.Reboot, 2, "It reboots: Mara ordered it.")]
    [InlineData(CommandKind.Reboot, 20, "Mara ordered a reboot, and it did not come back.")]
    public void An_order_that_was_sent_is_the_reason(CommandKind kind, int minutesSilent, string verdict)
    {
        var seen = Silent with { Now = s_seen.AddMinutes(minutesSilent), Commands = [Command(kind, CommandPhase.Ok, TimeSpan.FromSeconds(3))], Ending = RigEnding.Goodbye };
        Assert.Equal((DownCertainty.Known, verdict), Verdict(seen));
        Assert.Contains(WhyDown.Of(seen).Checks, c => c is { Mark: "×", Title: "It was ordered" });
        Assert.DoesNotContain(WhyDown.Of(seen).Checks, c => c.Mark == "?");
    }

    [Theory]
    [InlineData(CommandPhase.Queued, 0)]      // never reached the rig
    [InlineData(CommandPhase.Failed, 3)]      // the rig could not
    [InlineData(CommandPhase.Cancelled, 3)]
    [InlineData(CommandPhase.Expired, 3)]
    [InlineData(CommandPhase.Ok, 3600)]       // and it came back from that one
    public void An_order_that_cannot_be_the_reason_is_none(CommandPhase phase, int secondsBefore)
    {
        var seen = Silent with { Commands = [Command(CommandKind.Reboot, phase, TimeSpan.FromSeconds(secondsBefore))] };
        Assert.Equal(DownCertainty.Open, Verdict(seen).Certainty);
        Assert.Contains(WhyDown.Of(seen).Checks, c => c is { Mark: "✓", Title: "Not ordered here" });
    }

    [Theory]
    [InlineData("RestartMiner")]
    [InlineData("Diagnose")]
    public void An_order_for_miners_takes_no_rig_down(string kind) =>
        Assert.Equal(DownCertainty.Open, Verdict(Silent with { Commands = [Command(Enum.Parse<CommandKind>(kind), CommandPhase.Ok, TimeSpan.FromSeconds(3))] }).Certainty);

    [Fact]
    public void A_reboot_that_the_rig_gave_itself_is_told_from_one_that_it_did_not()
    {
        Assert.Equal((DownCertainty.Likely, "It said that it would reboot to help itself, and did not come back."), Verdict(Silent with { Happenings = [Happening("recovery", "reboot: GPU 0000:07:00.0 is lost")] }));
        var used = Silent with { Happenings = [Happening("recovery", "a person is needed (a reboot would be next, and the 2 of 6 hours are used up): main is stuck")] };
        Assert.Equal(DownCertainty.Open, Verdict(used).Certainty);
        Assert.Contains(WhyDown.Of(used).Checks, c => c.Title == "It helped itself");
    }

    [Theory]
    [InlineData(RigEnding.Goodbye, DownCertainty.Known, "Its agent said goodbye, and nobody ordered that from here.")]
    [InlineData(RigEnding.TokenEnded, DownCertainty.Known, "Its token was ended here, so the server does not let it in.")]
    [InlineData(RigEnding.Refused, DownCertainty.Known, "The server ended the connection: the agent sent what it must not send.")]
    [InlineData(RigEnding.ServerStop, DownCertainty.Likely, "The server was stopped, and the rig has not found its way back.")]
    [InlineData(RigEnding.Broken, DownCertainty.Open, "The connection broke off without a goodbye.")]
    [InlineData(RigEnding.Unknown, DownCertainty.Open, "What was seen does not say.")]
    public void The_end_of_the_connection_tells(RigEnding ending, object certainty, string verdict) =>
        Assert.Equal(((DownCertainty)certainty, verdict), Verdict(Silent with { Ending = ending }));

    [Fact]
    public void Rigs_that_fell_silent_together_point_at_the_place()
    {
        var (certainty, verdict) = Verdict(Silent with { Neighbours = new(29, 20, 9), Happenings = [Happening("kernel", "NVRM: Xid 31")] });
        Assert.Equal((DownCertainty.Likely, true), (certainty, verdict.StartsWith("9 other rigs fell silent within the same minute", StringComparison.Ordinal)));
        Assert.StartsWith("No rig of this farm reports", Verdict(Silent with { Neighbours = new(4, 0, 1) }).Verdict, StringComparison.Ordinal);
        Assert.Equal(DownCertainty.Open, Verdict(Silent with { Neighbours = new(29, 28, 1) }).Certainty);   // two of thirty: chance
        Assert.Equal(DownCertainty.Open, Verdict(Silent with { Neighbours = new(1, 0, 0) }).Certainty);
    }

    [Fact]
    public void Neighbours_are_those_that_ever_reported()
    {
        var rig = RigViews.Of("a", RigStatus.Offline, silent: TimeSpan.FromMinutes(20));
        var all = DownNeighbours.Of(rig,
        [
            rig, RigViews.Of("new", RigStatus.Offline, neverSeen: true), RigViews.Of("b", RigStatus.Mining), RigViews.Of("c", RigStatus.Stale),
            RigViews.Of("d", RigStatus.Offline, silent: TimeSpan.FromMinutes(20.9)), RigViews.Of("e", RigStatus.Offline, silent: TimeSpan.FromMinutes(19.1)), RigViews.Of("f", RigStatus.Offline, silent: TimeSpan.FromDays(2)),
        ]);
        Assert.Equal(new(Others: 5, Heard: 2, FellTogether: 2), all);
    }

    [Fact]
    public void Trouble_before_is_likely_the_reason_and_heat_alone_is_not()
    {
        var dead = RigViews.Mining(RigViews.Gpu(0, 57), new GpuReading { Index = 5, Fault = "Xid 79" });
        Assert.Equal((DownCertainty.Likely, "It hung after a card was lost: GPU 5, Xid 79."), Verdict(Silent with { Stats = dead }));
        Assert.Contains(WhyDown.Of(Silent with { Stats = dead }).Checks, c => c is { Mark: "×", Title: "Xid 79 means" } && c.Text.StartsWith("the card is gone from the bus: ", StringComparison.Ordinal));
        var logged = WhyDown.Of(Silent with { Stats = dead, Happenings = [Happening("kernel", "NVRM: Xid (PCI:0000:05:00): 31, pid=12"), Happening("kernel", "NVRM: Xid (PCI:0000:05:00): 79"), Happening("kernel", "NVRM: Xid (PCI:0000:05:00): 999")] });
        Assert.Equal(["Xid 79 means", "Xid 31 means"], logged.Checks.Select(static c => c.Title).Where(static title => title.StartsWith("Xid", StringComparison.Ordinal)));
        Assert.Equal((DownCertainty.Likely, "It hung after trouble that its kernel logged: Out of memory: Killed process 812."), Verdict(Silent with { Happenings = [Happening("kernel", "Out of memory: Killed process 812")] }));
        Assert.Equal(DownCertainty.Open, Verdict(Silent with { Happenings = [Happening("kernel", "NVRM: Xid 31", secondsBefore: 3600)] }).Certainty);
        Assert.Equal((DownCertainty.Likely, "Its disk took no writes any more."), Verdict(Silent with { DiskReadOnly = true }));
        Assert.Equal((DownCertainty.Open, "Before it fell silent: GPU 0 is critical: memory 104 °C."), Verdict(Silent with { Stats = RigViews.Mining(RigViews.Gpu(0, 57, 69, 104)) }));
    }

    [Fact]
    public void Without_a_sample_nothing_is_said_of_it()
    {
        var why = WhyDown.Of(Silent with { Stats = RigStats.Empty, Neighbours = null });
        Assert.Contains(why.Checks, c => c is { Mark: "?", Title: "Its last sample" });
        Assert.DoesNotContain(why.Checks, c => c.Title.Contains("rigs", StringComparison.Ordinal));
    }
}
