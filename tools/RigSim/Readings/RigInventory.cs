using System.Globalization;
using BloxOs.Protocol;
using BloxOs.RigSim.Models;

namespace BloxOs.RigSim.Readings;

/// <summary>What a fake rig says that it is made of.</summary>
internal static class RigInventory
{
    const long Gigabyte = 1L << 30;

    static readonly string[] s_makers = ["ASUS", "MSI", "Gigabyte", "EVGA", "Palit"];

    /// <summary>The inventory of a model: always the same one.</summary>
    public static Inventory Of(RigModel model)
    {
        var dice = Dice.Of(model.Seed, model.Index, 3);
        return new()
        {
            HostName = model.Name,
            OperatingSystem = "Ubuntu 24.04.1 LTS",
            Kernel = "6.8.0-48-generic",
            BootId = Uuid(ref dice),
            Addresses = [string.Create(CultureInfo.InvariantCulture, $"192.168.{20 + model.Index / 250 % 200}.{2 + model.Index % 250}")],
            CpuModel = model.Processor.Name,
            CpuThreads = model.Processor.Threads,
            MemoryBytes = model.Processor.MemoryGigabytes * Gigabyte,
            Board = model.Cards.Count > 8 ? "ASRock H510 Pro BTC+" : model.Cards.Count > 0 ? "ASUS PRIME Z390-P" : "Gigabyte X670E AORUS",
            DiskBytes = 240_057_409_536,
            Gpus = Cards(model, ref dice),
        };
    }

    /// <summary>PCI address of a card.</summary>
    public static string BusId(int card) => $"0000:{card + 1:x2}:00.0";

    static GpuInventory[] Cards(RigModel model, ref Dice dice)
    {
        var cards = new GpuInventory[model.Cards.Count];
        for (int i = 0; i < cards.Length; i++)
        {
            var card = model.Cards[i];
            bool nvidia = card.Vendor == "nvidia";
            cards[i] = new()
            {
                Index = i,
                BusId = BusId(i),
                Uuid = nvidia ? "GPU-" + Uuid(ref dice) : dice.Next().ToString("x16", CultureInfo.InvariantCulture),
                Vendor = card.Vendor,
                Model = card.Name,
                MemoryBytes = card.MemoryGigabytes * Gigabyte,
                Vbios = nvidia ? $"94.0{2 + i % 3}.42.00.{dice.Below(100):00}" : $"113-D{dice.Below(1_000_000):000000}-100",
                Board = s_makers[model.Index % s_makers.Length],
                MemoryVendor = i % 3 == 2 ? "Hynix" : "Samsung",
                PcieGenerationMax = 4,
                PcieWidthMax = 16,
                Driver = nvidia ? "550.127.05" : "6.7.0",
                PowerLimitMinWatts = card.MinWatts,
                PowerLimitDefaultWatts = card.DefaultWatts,
                PowerLimitMaxWatts = card.MaxWatts,
            };
        }
        return cards;
    }

    static string Uuid(ref Dice dice)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, dice.Next());
        BitConverter.TryWriteBytes(bytes[8..], dice.Next());
        return new Guid(bytes).ToString("D");
    }
}
