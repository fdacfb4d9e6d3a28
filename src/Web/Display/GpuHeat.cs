namespace BloxOs.Web.Display;

/// <summary>The bands of one card's readings.</summary>
internal readonly record struct GpuHeat(bool Dead, HeatBand Core, HeatBand Hotspot, HeatBand Memory, HeatBand Fan)
{
    /// <summary>The worst of them decides; cold only when nothing asks for more.</summary>
    public HeatBand Worst
    {
        get
        {
            if (Dead) { return HeatBand.Dead; }
            // Hotspot, memory and fan are "good" by default: a cold core stays cold beside them.
            var others = Max(Hotspot, Max(Memory, Fan));
            return Core == HeatBand.Cold && others <= HeatBand.Good ? HeatBand.Cold : Max(Core, others);
        }
    }

    /// <summary>Whether this reading is one that decides a band worth a look.</summary>
    public bool Decides(HeatBand reading) => reading >= HeatBand.Watch && reading == Worst;

    static HeatBand Max(HeatBand a, HeatBand b) => a > b ? a : b;
}
