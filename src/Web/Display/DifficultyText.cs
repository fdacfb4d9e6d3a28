using System.Globalization;

namespace BloxOs.Web.Display;

/// <summary>The difficulty of a share as people write it: "4.29 G". Pools count it in units of their own, so it is compared only with itself.</summary>
internal static class DifficultyText
{
    static readonly string[] s_prefixes = ["", "k", "M", "G", "T", "P", "E", "Z"];

    /// <summary>Three digits, scaled freely; what is below 1000 stays as the miner said it.</summary>
    public static string Of(double difficulty)
    {
        int scale = 0;
        while (Math.Round(difficulty, 2) >= 1000 && scale < s_prefixes.Length - 1) { difficulty /= 1000; scale++; }
        string number = difficulty.ToString(difficulty switch { >= 99.95 => "0", >= 9.995 => "0.#", 0 => "0", < 0.001 => "0.0e-0", < 1 => "0.####", _ => "0.##" }, CultureInfo.InvariantCulture);
        return scale == 0 ? number : number + NumberText.Firm + s_prefixes[scale];
    }
}
