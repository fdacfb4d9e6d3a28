using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Tests.Machine;

public sealed class KernelLineTests
{
    [Theory]
    [InlineData("NVRM: Xid (PCI:0000:0a:00): 79, pid=1234, GPU has fallen off the bus.", "0000:0a:00.0", 79)]
    [InlineData("NVRM: Xid (0000:0b:00): 31, Ch 00000010", "0000:0b:00.0", 31)]
    [InlineData("NVRM: Xid (PCI:0000:41:00 GPU-I:05): 43, pid=9, name=x", "0000:41:00.0", 43)]
    [InlineData("Out of memory: Kill process 812 (ccminer) score 900 or sacrifice child", null, null)]
    [InlineData("NVRM: GPU 0000:0a:00.0: GPU has fallen off the bus.", "0000:0a:00.0", null)]
    [InlineData("amdgpu 0000:03:00.0: amdgpu: GPU reset(2) succeeded!", "0000:03:00.0", null)]
    [InlineData("[drm:amdgpu_job_timedout [amdgpu]] *ERROR* amdgpu: ring gfx timeout, signaled seq=1, emitted seq=3", null, null)]
    [InlineData("amdgpu 0000:03:00.0: amdgpu: ring gfx_0.0.0 timeout, signaled seq=1, emitted seq=3", "0000:03:00.0", null)]
    [InlineData("amdgpu 0000:03:00.0: amdgpu: [gfxhub0] no-retry page fault (src_id:0 ring:24 vmid:3 pasid:32770)", "0000:03:00.0", null)]
    [InlineData("NVRM: GPU 0000:0a:00.0: RmInitAdapter failed! (0x26:0x56:1463)", "0000:0a:00.0", null)]
    [InlineData("i915 0000:03:00.0: [drm] GPU HANG: ecode 12:1:8ed9fff2", "0000:03:00.0", null)]
    [InlineData("Out of memory: Killed process 812 (t-rex) total-vm:9000kB", null, null)]
    [InlineData("Memory cgroup out of memory: Killed process 812 (xmrig) total-vm:9000kB", null, null)]
    [InlineData("EXT4-fs (sda2): Remounting filesystem read-only", null, null)]
    [InlineData("blk_update_request: I/O error, dev sda, sector 7", null, null)]
    [InlineData("critical medium error, dev sda, sector 7 op 0x0:(READ)", null, null)]
    [InlineData("device offline error, dev sdb, sector 7", null, null)]
    [InlineData("pcieport 0000:00:01.0: PCIe Bus Error: severity=Uncorrected (Fatal), type=Transaction Layer", "0000:00:01.0", null)]
    public void A_line_of_trouble_is_kept_with_its_card(string message, string? bus, int? xid)
    {
        var line = KernelLine.Of(message);
        Assert.Equal((message, bus, xid), (line?.Text, line?.BusId, line?.Xid));
    }

    [Theory]
    [InlineData("usb 1-1: new high-speed USB device number 2")]
    [InlineData("amdgpu 0000:03:00.0: amdgpu: GPU reset begin!")]
    [InlineData("pcieport 0000:00:01.0: AER: Corrected error received")]
    [InlineData("I/O error, dev sr0, sector 7")]
    [InlineData("oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),task=xmrig,pid=812,uid=0")]
    [InlineData("EXT4-fs (sda2): re-mounted. Opts: (null)")]
    [InlineData("nvidia 0000:0a:00.0: enabling device (0000 -> 0003)")]
    [InlineData("")]
    public void Other_lines_are_left_out(string message) => Assert.Null(KernelLine.Of(message));

    [Theory]
    [InlineData("6,339,5140900,-;NET: Registered", 5.1409, "NET: Registered")]
    [InlineData("30,1,12,c,caller=T1;x;y", 0.000012, "x;y")]
    [InlineData(" SUBSYSTEM=pci", null, null)]
    [InlineData("nonsense", null, null)]
    public void A_record_of_the_device(string record, double? seconds, string? message) => Assert.Equal(seconds is null ? null : (seconds.Value, message!), KernelLog.Parse(record));

    [Theory]
    [InlineData("<6>[   12.345678] hello [x]", 12.345678, "hello [x]")]
    [InlineData("[ 1.5] a", 1.5, "a")]
    [InlineData("<6>plain", null, null)]
    public void A_line_of_the_tool(string line, double? seconds, string? message) => Assert.Equal(seconds is null ? null : (seconds.Value, message!), DmesgLine.Parse(line));
}
