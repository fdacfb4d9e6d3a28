using System.Globalization;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Doctor;

/// <summary>AMD cards: driver, and whether it lets clocks and voltages be set.</summary>
internal static class AmdCheck
{
    const uint Overdrive = 0x4000;

    /// <summary>Nothing more than that there is none on a rig without such cards.</summary>
    public static IEnumerable<Finding> Examine(DoctorContext context)
    {
        var pci = new PciCards(context.Roots);
        var cards = pci.Of(PciCards.AmdVendor);
        if (cards.Count == 0) { return [Finding.Ok("AMD", "no card on the bus")]; }
        string[] without = [.. cards.Where(c => pci.DriverOf(c) != "amdgpu")];
        var driver = without.Length == 0
            ? Finding.Ok("AMD driver", $"amdgpu has {cards.Count} cards")
            : Finding.Missing("AMD driver", $"amdgpu does not have {without.Length} of {cards.Count} cards: {string.Join(' ', without)}",
                "modprobe amdgpu; install the firmware (Debian: firmware-amd-graphics, Ubuntu: linux-firmware) and a kernel that is newer than the card; \"dmesg | grep amdgpu\" says why a card was not started");
        return [driver, Mask(context.Roots)];
    }

    static Finding Mask(SystemRoots roots)
    {
        const string Check = "AMD overdrive";
        string? text = SystemFile.Line(Path.Combine(roots.Sys, "module/amdgpu/parameters/ppfeaturemask"));
        if (MaskOf(text) is not { } mask) { return Finding.Warning(Check, "the driver does not tell its feature mask", "load the amdgpu driver"); }
        return (mask & Overdrive) != 0
            ? Finding.Ok(Check, $"on (mask 0x{mask:x8})")
            : Finding.Warning(Check, $"off (mask 0x{mask:x8}): clocks, voltages and power limits beyond the card's own cannot be set",
                $"add amdgpu.ppfeaturemask=0x{mask | Overdrive:x8} to the kernel's command line (GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub, then update-grub) and restart the rig");
    }

    // Newer drivers print it as 0x…, older ones as a decimal number, maybe negative.
    static uint? MaskOf(string? text)
    {
        if (text is null) { return null; }
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) { return uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint hex) ? hex : null; }
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? (uint)number : null;
    }
}
