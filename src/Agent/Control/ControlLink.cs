using System.Threading.Channels;
using BloxOs.Agent.Commands;
using BloxOs.Agent.Connection;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>Control over connections, of which there is one at a time: takes what the server orders, and tells it what became of that.</summary>
/// <param name="supervisor">Miners.</param>
/// <param name="executor">Commands.</param>
/// <param name="time">Clock.</param>
internal sealed class ControlLink(MinerSupervisor supervisor, CommandExecutor executor, TimeProvider time)
{
    // The newest wanted state is all that counts.
    readonly Channel<Desired> _wanted = Channel.CreateBounded<Desired>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    volatile ControlSession? _session;

    /// <summary>Revision of the wanted state that is in force, for the hello.</summary>
    public long Revision => supervisor.Desired.Revision;

    /// <summary>Takes a message of the server. Returns at once.</summary>
    public void Handle(ServerMessage message)
    {
        switch (message)
        {
            case Desired desired: _wanted.Writer.TryWrite(desired); break;
            case Command command: executor.Receive(command); break;
            case CommandNoted noted: executor.Confirm(noted.Id); break;
            case WatchLog watch: _session?.Watch(watch); break;
        }
    }

    /// <summary>Brings wanted states into force until cancelled.</summary>
    public async Task ApplyAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var desired in _wanted.Reader.ReadAllAsync(cancellation)) 
            {
                try { supervisor.Apply(desired); }
                // The next wish must still be heard, and the server must see why this one is not in force.
                catch (Exception e) when (e is not OutOfMemoryException) { supervisor.Refuse(desired, $"{e.GetType().Name}: {e.Message}"); }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
    }

    /// <summary>Speaks over one connection, from its welcome until it is over.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task SpeakAsync(MessageWriter writer, CancellationToken cancellation)
    {
        using var session = new ControlSession(supervisor, executor, time);
        _session = session;
        await session.RunAsync(writer, cancellation);
    }
}
