namespace BloxOs.Data.Sqlite;

/// <summary>What a commit survives.</summary>
public enum SqliteSynchronous
{
    /// <summary>The death of the process. The last commits may be lost when the power fails.</summary>
    Normal,

    /// <summary>Also a power cut: every transaction waits for the disk.</summary>
    Full,
}
