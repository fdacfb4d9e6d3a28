using BloxOs.Data.Timeline;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

/// <summary>Lines of a rig's kernel in words that help.</summary>
public sealed class KernelTroubleTests
{
    static TimelineEvent Event(int minutesAgo, string text, string? about = "GPU 3 0000:05:00.0", string kind = "kernel") =>
        new("r", "f", RigViews.Now.AddMinutes(-minutesAgo), kind, TimelineSeverity.Error) { Subject = about, Text = text };

    [Theory]
    [InlineData("NVRM: Xid (PCI:0000:05:00): 79, pid=0, GPU has fallen off the bus.", "Xid 79", "gone from the bus")]
    [InlineData("NVRM: Xid (PCI:0000:05:00): 999, something new", "Xid 999", null)]
    [InlineData("NVRM: Xid (PCI:0000:05:00): 99999999999, no number", "Kernel", null)]
    [InlineData("amdgpu 0000:03:00.0: amdgpu: GPU reset(4) succeeded!", "GPU reset", "set the card back")]
    [InlineData("[drm:amdgpu_job_timedout [amdgpu]] *ERROR* ring gfx_0.0.0 timeout, signaled seq=1", "GPU hang", "did not answer")]
    [InlineData("Out of memory: Killed process 812 (t-rex) total-vm:9000kB", "Out of memory", "ended a program")]
    [InlineData("EXT4-fs (sda2): Remounting filesystem read-only", "Disk read-only", "nothing is saved")]
    [InlineData("pcieport 0000:00:1c.0: PCIe Bus Error: severity=Uncorrected (Non-Fatal)", "PCIe error", "riser")]
    [InlineData("NVRM: GPU 0000:0a:00.0: RmInitAdapter failed! (0x26:0x56:1463)", "Card lost", "cannot start it")]
    [InlineData("amdgpu 0000:03:00.0: amdgpu: [gfxhub0] no-retry page fault (src_id:0 ring:24 vmid:3 pasid:32770)", "GPU fault", "not its own")]
    [InlineData("i915 0000:03:00.0: [drm] Resetting chip for stopped heartbeat on rcs0", "GPU reset", "set the card back")]
    [InlineData("xe 0000:03:00.0: [drm] device wedged, needs recovery", "GPU hang", "restart the rig")]
    [InlineData("xe 0000:03:00.0: GT0: Engine reset: timedout job", "GPU hang", "did not answer")]
    [InlineData("blk_update_request: I/O error, dev sda, sector 7", "Disk error", "cable")]
    [InlineData("critical medium error, dev sda, sector 7 op 0x0:(READ)", "Disk error", "the disk fails")]
    [InlineData("critical target error, dev sda, sector 7", "Disk error", "cable")]
    [InlineData("device offline error, dev sdb, sector 7", "Disk error", "is gone")]
    [InlineData("something during the night", "Kernel", null)]
    public void A_line_has_a_title_and_what_it_means(string line, string title, string? meaning)
    {
        var trouble = Assert.Single(KernelTrouble.Of([Event(1, line)], 5));
        Assert.Equal((title, line, 1), (trouble.Title, trouble.Line, trouble.Times));
        if (meaning is null) { Assert.Null(trouble.Meaning); } else { Assert.Contains(meaning, trouble.Meaning, StringComparison.Ordinal); }
    }

    [Fact]
    public void The_same_on_the_same_card_is_one_line_with_the_newest_first()
    {
        const string Line = "NVRM: Xid (PCI:0000:05:00): 31, pid=12";
        var found = KernelTrouble.Of(
            [Event(1, Line), Event(2, "Out of memory: Killed process 1", "machine"), Event(3, Line + "3"), Event(4, Line, "GPU 1 0000:01:00.0"), Event(5, "restarted", kind: "recovery"), Event(6, "  ")], 2);
        Assert.Equal([("Xid 31", 2, "GPU 3 0000:05:00.0"), ("Out of memory", 1, "machine")], found.Select(one => (one.Title, one.Times, one.About!)));
        Assert.Equal(Line, found[0].Line);
        Assert.Equal(RigViews.Now.AddMinutes(-1), found[0].At);
    }
}
