using System.Globalization;
using BloxOs.Catalog.Algorithms;

namespace BloxOs.Web.Display;

/// <summary>A mining processor in a rig's row.</summary>
internal sealed record CpuCell(string Id, string Href, HeatBand Band, string Title, string Temperature, string Threads, string Hash, string Label)
{
    /// <summary>The cell of a rig whose processor mines; null when it does not.</summary>
    public static CpuCell? Of(RigFacts rig)
    {
        var (view, stats) = (rig.View, rig.Stats);
        var work = stats.Work.FirstOrDefault(w => w.CpuThreads is > 0);
        if (work is null) { return null; }
        var inventory = view.Description.Inventory;
        string title = "CPU " + ShortModel(inventory.CpuModel);
        string hash = work.Hashrate is { } speed ? HashrateText.Of(speed, AlgorithmCatalog.Get(work.Algorithm)).ToString() : NumberText.None;
        string degrees = stats.CpuCelsius is { } celsius ? NumberText.Whole(celsius) : "";
        string threads = inventory.CpuThreads is { } all
            ? string.Create(CultureInfo.InvariantCulture, $"{work.CpuThreads} of {all} threads")
            : string.Create(CultureInfo.InvariantCulture, $"{work.CpuThreads} threads");
        string[] said = [degrees.Length > 0 ? degrees + " °C" : "", work.Hashrate is null ? "no speed yet" : hash];
        return new(
            DomId.CpuCell(view.RigId), $"/rigs/{Uri.EscapeDataString(view.RigId)}", rig.Bands.Cpu.Of(stats.CpuCelsius), title,
            degrees.Length > 0 ? degrees + "°" : "·", threads, hash, $"{title}: {string.Join(", ", said.Where(s => s.Length > 0))}");
    }

    /// <summary>Without what every processor's name carries: "Ryzen 9 7950X" of "AMD Ryzen 9 7950X 16-Core Processor".</summary>
    public static string ShortModel(string? model)
    {
        if (string.IsNullOrWhiteSpace(model)) { return "of unknown model"; }
        var words = model.Replace("(R)", "", StringComparison.Ordinal).Replace("(TM)", "", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .TakeWhile(word => word is not ("@" or "with"))
            .Where(word => word is not ("AMD" or "Intel" or "CPU" or "Processor") && !word.EndsWith("-Core", StringComparison.Ordinal));
        string text = string.Join(' ', words);
        return text.Length == 0 ? model : text;
    }
}
