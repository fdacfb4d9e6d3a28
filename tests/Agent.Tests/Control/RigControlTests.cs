using BloxOs.Agent.Control;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Control;

/// <summary>A fault in one part of control is seen, and does not leave a rig that looks controlled and is not.</summary>
public sealed class RigControlTests
{
    [Fact]
    public async Task Control_ends_as_soon_as_one_part_fails()
    {
        var never = new TaskCompletionSource();
        var control = RigControl.AllAsync(never.Task, Task.FromException(new InvalidOperationException("odd")), Task.CompletedTask);
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => control.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.Equal("odd", e.Message);
    }

    [Fact]
    public async Task A_wish_that_goes_wrong_is_refused_and_the_next_is_taken()
    {
        await using var rig = new ControlledRig();
        rig.Start();
        bool odd = true;
        rig.Supervisor.Changed += () =>
        {
            if (!odd) { return; }
            odd = false;
            throw new InvalidOperationException("odd");
        };
        using var stop = new CancellationTokenSource();
        var link = new ControlLink(rig.Supervisor, null!, TimeProvider.System);
        var applying = link.ApplyAsync(stop.Token);
        link.Handle(new Desired { Revision = 1, Miners = [] });
        await rig.UntilAsync(() => rig.Supervisor.Refused is "revision 1: InvalidOperationException: odd", "the refusal");
        link.Handle(new Desired { Revision = 2, Miners = [] });
        await rig.UntilAsync(() => rig.Supervisor is { Desired.Revision: 2, Refused: null }, "the next wish");
        await stop.CancelAsync();
        await applying;
    }
}
