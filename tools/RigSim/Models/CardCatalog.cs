namespace BloxOs.RigSim.Models;

/// <summary>The kinds of card that fake rigs are made of.</summary>
internal static class CardCatalog
{
    public static readonly CardModel Rtx3060Ti = new("nvidia", "NVIDIA GeForce RTX 3060 Ti", 8, 100, 200, 220, 118, 1410, 8100, 0.98, 0.80, MemoryTemperature: false);
    public static readonly CardModel Rtx3070 = new("nvidia", "NVIDIA GeForce RTX 3070", 8, 100, 220, 240, 125, 1440, 8200, 1.00, 1.00, MemoryTemperature: false);
    public static readonly CardModel Rtx3080 = new("nvidia", "NVIDIA GeForce RTX 3080", 10, 100, 320, 336, 218, 1470, 10400, 1.58, 1.46);
    public static readonly CardModel Rtx3090 = new("nvidia", "NVIDIA GeForce RTX 3090", 24, 100, 350, 385, 268, 1485, 10600, 1.95, 1.72);
    public static readonly CardModel Rtx4070Ti = new("nvidia", "NVIDIA GeForce RTX 4070 Ti", 12, 100, 285, 300, 142, 2310, 10800, 1.03, 1.95);
    public static readonly CardModel Rx580 = new("amd", "AMD Radeon RX 580 Series", 8, 75, 145, 180, 92, 1150, 2050, 0.51, 0.36, Hotspot: false, MemoryTemperature: false);
    public static readonly CardModel Rx6700Xt = new("amd", "AMD Radeon RX 6700 XT", 12, 94, 186, 211, 98, 1320, 1075, 0.79, 0.82);
    public static readonly CardModel Rx6800Xt = new("amd", "AMD Radeon RX 6800 XT", 16, 128, 255, 293, 132, 1360, 1075, 1.06, 1.24);
    public static readonly CardModel Rx7900Xtx = new("amd", "AMD Radeon RX 7900 XTX", 24, 175, 327, 376, 232, 1850, 1315, 1.55, 2.05);

    public static readonly CardModel[] Nvidia = [Rtx3060Ti, Rtx3070, Rtx3080, Rtx3090, Rtx4070Ti];
    public static readonly CardModel[] Amd = [Rx580, Rx6700Xt, Rx6800Xt, Rx7900Xtx];
}
