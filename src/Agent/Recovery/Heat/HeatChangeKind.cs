namespace BloxOs.Agent.Recovery.Heat;

/// <summary>What happened to a card.</summary>
internal enum HeatChangeKind
{
    /// <summary>It must not work any more.</summary>
    Stopped,

    /// <summary>It may work again.</summary>
    Resumed,

    /// <summary>It works and nobody knows how hot it is.</summary>
    Unknown,
}
