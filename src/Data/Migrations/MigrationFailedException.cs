namespace BloxOs.Data.Migrations;

/// <summary>A script did not run; the cause is the error of the database.</summary>
internal sealed class MigrationFailedException(string script, Exception cause) : Exception(cause.Message, cause)
{
    public string Script { get; } = script;
}
