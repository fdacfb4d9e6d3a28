using System.Globalization;
using System.Text.RegularExpressions;
using BloxOs.Agent.Gpus;

namespace BloxOs.Agent.Machine;

/// <summary>A line of the kernel's log that tells of trouble.</summary>
/// <param name="Text">The line without its head.</param>
/// <param name="BusId">The card that it names; null when it names none.</param>
/// <param name="Xid">Number of an NVIDIA error; null for others.</param>
internal sealed partial record KernelLine(string Text, string? BusId, int? Xid)
{
    const int MaximumLength = 1_000;

    /// <summary>Reads a line; null when it is of no concern.</summary>
    /// <param name="message">The message, without priority and time.</param>
    public static KernelLine? Of(string message)
    {
        string text = message.Length > MaximumLength ? message[..MaximumLength] : message;
        if (Xids().Match(text) is { Success: true } xid)
        {
            int? number = int.TryParse(xid.Groups["xid"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= ushort.MaxValue ? value : null;
            return new(text.Trim(), PciAddress.Normalize(xid.Groups["bus"].Value + (xid.Groups["bus"].Value.Contains('.') ? "" : ".0")), number);
        }
        if (!Trouble().IsMatch(text) || Harmless().IsMatch(text)) { return null; }
        return new(text.Trim(), Bus().Match(text) is { Success: true } bus ? PciAddress.Normalize(bus.Groups["bus"].Value + (bus.Groups["bus"].Value.Contains('.') ? "" : ".0")) : null, null);
    }

    [GeneratedRegex(@"NVRM: Xid \((?:PCI:)?(?<bus>[0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}(?:\.[0-7])?)(?: GPU-I:[0-9A-Fa-f]{1,8})?\): (?<xid>[0-9]{1,9})", RegexOptions.CultureInvariant)]
    private static partial Regex Xids();

    // NVIDIA, AMD, Intel; memory; disks; the bus; the machine.
    [GeneratedRegex(
        @"fallen off the bus|RmInitAdapter failed|GPU reset|amdgpu.*ring [\w.]+ timeout|GPU fault detected|amdgpu.*\[(gfx|mm)hub\d*\].*page fault|GPU HANG|\[drm\] .*reset(ting)? (chip|engine)|xe .*(reset|timedout|wedged)"
        + @"|^(Out|Memory cgroup out) of memory: Kill|Remounting filesystem read-only|EXT4-fs error|BTRFS.*forced readonly|XFS.*Shutting down filesystem|(I/O|device offline|critical (medium|target)) error, dev"
        + @"|PCIe Bus Error: severity=Uncorrected|AER: Uncorrect|Hardware Error\]: Machine check|temperature above threshold, cpu clock throttled",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Trouble();

    // The ring of a reset that worked says so as well, once is enough; a drive without a medium is none.
    [GeneratedRegex(@"GPU reset begin|error, dev (loop|fd|sr)\d", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();

    [GeneratedRegex(@"(?<![0-9A-Fa-f:])(?<bus>[0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}(?:\.[0-7])?)(?![0-9A-Fa-f])", RegexOptions.CultureInvariant)]
    private static partial Regex Bus();
}
