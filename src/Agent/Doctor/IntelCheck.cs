using BloxOs.Agent.Gpus;

namespace BloxOs.Agent.Doctor;

/// <summary>Intel cards: driver. The graphics part of the processor is left out.</summary>
internal static class IntelCheck
{
    /// <summary>Nothing more than that there is none on a rig without such cards.</summary>
    public static IEnumerable<Finding> Examine(DoctorContext context)
    {
        var pci = new PciCards(context.Roots);
        string[] cards = [.. pci.Of(PciCards.IntelVendor).Where(c => c != Intel.Integrated)];
        if (cards.Length == 0) { return [Finding.Ok("Intel", "no card on the bus")]; }
        string[] without = [.. cards.Where(c => pci.DriverOf(c) is not ("xe" or "i915"))];
        return
        [
            without.Length == 0
                ? Finding.Ok("Intel driver", $"loaded for {cards.Length} cards")
                : Finding.Missing("Intel driver", $"{without.Length} of {cards.Length} cards have none: {string.Join(' ', without)}",
                    "modprobe xe (or i915, for kernels before 6.8); install the firmware (Debian: firmware-misc-nonfree, Ubuntu: linux-firmware) and restart the rig"),
        ];
    }
}
