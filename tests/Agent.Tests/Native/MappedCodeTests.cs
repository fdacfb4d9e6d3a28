using BloxOs.Agent.Native;

namespace BloxOs.Agent.Tests.Native;

public sealed class MappedCodeTests
{
    static string[] Map(string head, int anonymous) => [head, "Size:                  4 kB", $"Anonymous:          {anonymous} kB", "VmFlags: rd ex mr mw me sd"];

    [Fact]
    public void Only_files_that_are_mapped_for_reading_and_are_as_they_are_on_disk_are_given_back() => Assert.Equal(
        [(0x1000L, 0x2000L), (0xa000L, 0x1000L)],
        MappedCode.Untouched(
        [
            .. Map("1000-3000 r-xp 00000000 fe:00 12 /opt/agent", 0),
            .. Map("3000-4000 r--p 00000000 fe:00 12 /opt/agent", 4),            // relocated, then made read-only
            .. Map("4000-5000 rw-p 00000000 fe:00 12 /opt/agent", 0),
            .. Map("5000-6000 r--s 00000000 fe:00 12 /shared", 0),
            .. Map("6000-7000 r-xp 00000000 00:00 0 [vdso]", 0),
            .. Map("7000-8000 r--p 00000000 00:00 0 ", 0),
            .. Map("8000-9000 ---p 00000000 fe:00 12 /opt/agent", 0),
            .. Map("a000-b000 r--p 00000000 fe:00 12 /usr/lib/with blank - and dash.so", 0),
            "not-a-head", "", "Anonymous: 0 kB",
        ]));

    [Fact]
    public void A_process_goes_on_without_what_it_gave_back()
    {
        Assert.True(MappedCode.Release() > 1_000_000);
        Assert.Equal("abc", string.Concat("a", "b", "c".Normalize()));
        Assert.True(MappedCode.Release() > 1_000_000);
    }
}
