using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Telemetry;

/// <summary>Events between two samples.</summary>
public sealed class RigEventsTests
{
    readonly RigEvents _events = new(TimeProvider.System);

    [Fact]
    public void A_sample_carries_so_many_and_the_rest_waits()
    {
        for (int i = 0; i < ProtocolLimits.Events + 3; i++) { _events.Add(RigEventKinds.Recovery, $"{i}", "gpu"); }
        Assert.Equal(ProtocolLimits.Events, _events.Take()!.Count);
        Assert.Equal(["16", "17", "18"], _events.Take()!.Select(e => e.Text));
        Assert.Null(_events.Take());
    }

    [Fact]
    public void The_oldest_falls_out_and_a_text_is_one_short_line()
    {
        for (int i = 0; i < RigEvents.Capacity; i++) { _events.Add(RigEventKinds.Heat, "old"); }
        for (int i = 0; i < RigEvents.Capacity; i++) { _events.Add(RigEventKinds.Heat, "a\nb" + new string('x', 1000)); }
        var first = _events.Take()![0];
        Assert.StartsWith("a b", first.Text);
        Assert.Equal(ProtocolLimits.TextLength, first.Text!.Length);
    }
}
