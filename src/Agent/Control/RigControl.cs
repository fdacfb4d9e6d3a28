using BloxOs.Agent.Commands;

namespace BloxOs.Agent.Control;

/// <summary>Control of one rig: its miners, its commands, and the way to the server. Made by <see cref="ControlSetup"/>.</summary>
/// <param name="supervisor">Miners.</param>
/// <param name="executor">Commands.</param>
/// <param name="link">To the server.</param>
/// <param name="power">Reboots.</param>
/// <param name="owner">Held while this process controls the rig; null when it could not be taken because the disk does not take it.</param>
internal sealed class RigControl(MinerSupervisor supervisor, CommandExecutor executor, ControlLink link, RigPower power, FileStream? owner) : IDisposable
{
    /// <summary>Miners, for whoever decides about them.</summary>
    public IMinerControl Miners => supervisor;

    /// <summary>To the server.</summary>
    public ControlLink Link => link;

    /// <summary>Reboots the rig.</summary>
    public RigPower Power => power;

    /// <summary>Works until cancelled. Miners go on then. Ends with what went wrong when one part fails: a rig must not look controlled when it is not.</summary>
    public Task RunAsync(CancellationToken cancellation) => AllAsync(supervisor.RunAsync(cancellation), executor.RunAsync(cancellation), link.ApplyAsync(cancellation));

    /// <summary>Waits for all, but throws as soon as one fails.</summary>
    internal static async Task AllAsync(params Task[] parts)
    {
        var left = parts.ToList();
        while (left.Count > 0)
        {
            var ended = await Task.WhenAny(left);
            await ended;
            left.Remove(ended);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => owner?.Dispose();
}
