using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;
using BloxOs.Web.Tests.Display;

namespace BloxOs.Web.Tests.Rigs;

public sealed class MixedRigPageTests
{
    /// <summary>Nineteen cards of three vendors on buses of their own, told in the order of their bus ids, two of them dead.</summary>
    [Fact, Trait("bad-input", "118")]
    public void Nineteen_cards_stand_in_the_order_of_their_bus_ids_and_the_dead_ones_in_their_place()
    {
        var cards = Enumerable.Range(0, 19).Select(i => new GpuDescription { Index = (byte)i, BusId = $"0000:{i + 2:x2}:00.0", Vendor = (i % 3) switch { 0 => "nvidia", 1 => "amd", _ => i == 11 ? "intel" : "nvidia" }, Model = $"Card {i}" });
        var readings = Enumerable.Range(0, 19).Select(i => new GpuReading { Index = (byte)i, CoreCelsius = i is 4 or 13 ? null : (short)(40 + i), Fault = i switch { 4 => "GPU is lost", 13 => "no sensor of the card answers", _ => null } });
        var view = RigViews.Of("mixed", RigStatus.Mining, RigViews.Mining() with { Gpus = [.. readings], Work = [] });
        view = view with { Description = view.Description with { Inventory = view.Description.Inventory with { Gpus = [.. cards] } } };
        var page = new RigPage(view, RigViews.Now, HeatBands.Default);
        Assert.Equal(19, page.Gpus.Count);
        Assert.Equal(Enumerable.Range(2, 19).Select(i => $"{i:x2}:00"), page.Gpus.Select(g => g.Bus));
        Assert.Equal([4, 13], page.Gpus.Select((g, i) => (g, i)).Where(one => one.g.Fault is not null).Select(one => one.i));
    }
}
