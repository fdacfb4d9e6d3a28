using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Gpus;

/// <summary>Display devices as the kernel lists them, without any driver's tool.</summary>
internal sealed class PciCards(SystemRoots roots)
{
    /// <summary>PCI vendor id of NVIDIA.</summary>
    public const string NvidiaVendor = "0x10de";

    /// <summary>PCI vendor id of AMD.</summary>
    public const string AmdVendor = "0x1002";

    /// <summary>PCI vendor id of Intel.</summary>
    public const string IntelVendor = "0x8086";

    /// <summary>Whether a driver has taken the device.</summary>
    public bool HasDriver(string busId) => Directory.Exists(Path.Combine(roots.Sys, "bus/pci/devices", busId, "driver"));

    /// <summary>Name of the driver that has taken the device; null when none has.</summary>
    public string? DriverOf(string busId)
    {
        string link = Path.Combine(roots.Sys, "bus/pci/devices", busId, "driver");
        try { return Path.GetFileName(Directory.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }

    /// <summary>Addresses of a vendor's display devices, in order; empty when the kernel lists none.</summary>
    public IReadOnlyList<string> Of(string pciVendor)
    {
        var found = new List<string>();
        foreach (string device in SystemFile.Directories(Path.Combine(roots.Sys, "bus/pci/devices")))
        {
            bool display = SystemFile.Line(Path.Combine(device, "class"))?.StartsWith("0x03", StringComparison.Ordinal) == true;
            if (display && SystemFile.Line(Path.Combine(device, "vendor")) == pciVendor
                && PciAddress.Normalize(Path.GetFileName(device)) is { } address)
            {
                found.Add(address);
            }
        }
        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
