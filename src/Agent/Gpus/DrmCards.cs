using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Gpus;

/// <summary>Cards in <c>/sys/class/drm</c>: <c>card</c> and a number, with gaps; connectors stand beside them.</summary>
internal static class DrmCards
{
    /// <summary>Folders of a vendor's cards.</summary>
    public static IEnumerable<string> Of(string drm, string pciVendor) =>
        SystemFile.Directories(drm).Where(folder => IsCard(Path.GetFileName(folder)) && VendorOf(folder) == pciVendor);

    static bool IsCard(string name) => name.Length > 4 && name.StartsWith("card", StringComparison.Ordinal) && name.AsSpan(4).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Some copies of these folders lack the vendor's file; the ids in the event file say the same.</summary>
    static string? VendorOf(string folder) =>
        SystemFile.Line(Path.Combine(folder, "device/vendor"))
        ?? (SystemFile.Value(Path.Combine(folder, "device/uevent"), "PCI_ID") is { Length: > 4 } ids ? "0x" + ids[..4].ToLowerInvariant() : null);
}
