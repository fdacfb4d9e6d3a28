namespace BloxOs.Agent.Gpus;

/// <summary>Names of Intel cards by PCI device.</summary>
internal static class IntelNames
{
    /// <summary>Name of a card; "Intel GPU 0x1234" when it is not in the list, null without a device id.</summary>
    public static string? Of(string? device)
    {
        string? id = device?.ToLowerInvariant() is { } text ? text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text : null;
        return id switch
        {
            null or "" => null,
            "56a0" => "Intel Arc A770",
            "56a1" => "Intel Arc A750",
            "56a2" => "Intel Arc A580",
            "56a5" => "Intel Arc A380",
            "56a6" => "Intel Arc A310",
            "e20b" => "Intel Arc B580",
            "e20c" => "Intel Arc B570",
            _ => $"Intel GPU 0x{(id.Length > 8 ? id[..8] : id)}",
        };
    }
}
