namespace BloxOs.Data.Backup;

/// <summary>A backup cannot be made or put back; nothing was changed. The message says why, for the person at the keyboard.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
