namespace BloxOs.Agent.Connection;

/// <summary>Why a connection ended, or did not come about.</summary>
internal enum EndKind
{
    /// <summary>The agent was asked to stop.</summary>
    Stopped,

    /// <summary>No connection: name, network, TLS.</summary>
    Unreachable,

    /// <summary>The server answered the upgrade with an HTTP status.</summary>
    Refused,

    /// <summary>The server closed, or the connection broke.</summary>
    Closed,

    /// <summary>Nothing was heard for too long.</summary>
    Silent,

    /// <summary>The server broke the protocol.</summary>
    Misbehaved,
}

/// <summary>One connection, from its end.</summary>
/// <param name="Kind">Why it ended.</param>
/// <param name="Text">The same for people; never holds a secret.</param>
internal sealed record SessionEnd(EndKind Kind, string Text)
{
    /// <summary>Status of the HTTP answer, for <see cref="EndKind.Refused"/>.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>What the answer's <c>Retry-After</c> says, already in seconds.</summary>
    public long? RetryAfterSeconds { get; init; }

    /// <summary>WebSocket close code, for <see cref="EndKind.Closed"/>; null when the connection broke without one.</summary>
    public int? CloseCode { get; init; }

    /// <summary>Reason that came with it.</summary>
    public string? CloseReason { get; init; }

    /// <summary>The server had accepted the connection, and it stood this long after it.</summary>
    public TimeSpan Stood { get; init; }
}
