namespace BloxOs.Web.Display;

/// <summary>Names of bands.</summary>
internal static class HeatBandText
{
    /// <summary>The class that sets both colours.</summary>
    public static string Css(this HeatBand band) => band switch
    {
        HeatBand.Cold => "cold",
        HeatBand.Good => "good",
        HeatBand.Watch => "watch",
        HeatBand.Hot => "hot",
        HeatBand.Critical => "critical",
        HeatBand.Dead => "dead",
        _ => "none",
    };

    /// <summary>What says the same as the colour; "" for a band that needs no look.</summary>
    public static string Glyph(this HeatBand band) => band switch
    {
        HeatBand.Watch => "△",
        HeatBand.Hot => "▲",
        HeatBand.Critical => "!",
        HeatBand.Dead => "×",
        _ => "",
    };
}
