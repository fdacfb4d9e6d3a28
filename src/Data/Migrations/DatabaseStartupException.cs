namespace BloxOs.Data.Migrations;

/// <summary>The database can't be used. The message is one line that says what is wrong and what to do; it holds no password.</summary>
public sealed class DatabaseStartupException(string message, Exception? inner) : Exception(message, inner);
