namespace BloxOs.Agent.Tools;

/// <summary>What <see cref="XmlScanner"/> found.</summary>
internal enum XmlToken
{
    /// <summary>The document is over, and whole.</summary>
    End,

    /// <summary>It is not well formed from here on, or breaks off; every later call says so again.</summary>
    Damaged,

    /// <summary>An element begins.</summary>
    Open,

    /// <summary>An element ends; an empty one as well.</summary>
    Close,

    /// <summary>Text of an element, other than white space alone.</summary>
    Text,
}
