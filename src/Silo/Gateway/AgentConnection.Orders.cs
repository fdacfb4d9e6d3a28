using System.Net.WebSockets;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>Orders to the agent, and what it says about them.</summary>
internal sealed partial class AgentConnection
{
    /// <summary>Higher revisions come from nobody: a rig that names one is told anew what is wanted.</summary>
    const long HighestRevision = 1L << 50;

    bool _takesOrders, _ready;

    /// <summary>Writes an order to the socket.</summary>
    public async Task<RigDelivery> DeliverAsync(RigOrder order)
    {
        if (!Volatile.Read(ref _ready)) { return RigDelivery.NotThere; }
        if (!_takesOrders) { return RigDelivery.TooOld; }
        if (order.ToMessage(services.Time.GetUtcNow(), services.Passwords) is not { } message)
        {
            services.Metrics.HeldBack();
            return RigDelivery.Sealed;
        }
        try
        {
            await _socket.SendAsync(ProtocolJson.ToUtf8(message));
            return RigDelivery.Sent;
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or InvalidOperationException or OperationCanceledException or ObjectDisposedException)
        {
            return RigDelivery.NotThere;
        }
    }

    /// <summary>The agent was welcomed: from here on orders may come.</summary>
    async Task TakeOrdersAsync(long? revision)
    {
        _takesOrders = revision is not null;
        Volatile.Write(ref _ready, true);
        await _rig.Ready(Session, revision is < 0 or > HighestRevision ? RigGreeting.UnknownRevision : revision);
    }

    async Task NoteCommandAsync(ReadOnlyMemory<byte> message)
    {
        if (Parse<CommandState>(message).ToReport() is not { } report)
        {
            services.Metrics.IgnoredReport();
            return;
        }
        var receipt = await _rig.NoteCommand(Session, report);
        if (!receipt.Counts) { services.Metrics.IgnoredReport(); }
        if (receipt.Forget) { await _socket.SendAsync(ProtocolJson.ToUtf8(new CommandNoted { Id = report.CommandId })); }
    }

    Task ApplyAsync(ReadOnlyMemory<byte> message) => _rig.Apply(Session, Parse<Applied>(message).ToWork(services.Time.GetUtcNow()));

    Task TakeLogAsync(ReadOnlyMemory<byte> message)
    {
        var log = Parse<MinerLog>(message);
        return log.ToLines() is { } lines ? _rig.TakeLog(Session, log.Instance!, lines) : Task.CompletedTask;
    }

    Task NoteHappenings(RigStats sample) => _rig.NoteHappenings(Session, sample.Sequence, sample.Events);
}
