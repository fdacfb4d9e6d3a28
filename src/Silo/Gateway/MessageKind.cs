namespace BloxOs.Silo.Gateway;

/// <summary>The kinds of message that the gateway acts on.</summary>
internal enum MessageKind
{
    Unknown,
    Hello,
    Inventory,
    Heartbeat,
    Stats,
    Backlog,
    Live,
    CommandState,
    Applied,
    MinerLog,
}
