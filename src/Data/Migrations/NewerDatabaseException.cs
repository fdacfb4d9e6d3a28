namespace BloxOs.Data.Migrations;

/// <summary>
/// A later version of the program has changed the schema. This one would write what that one does not write any more, and pass over what it cannot read, so it leaves the database alone.
/// </summary>
/// <param name="script">The first script that this program does not have.</param>
internal sealed class NewerDatabaseException(string script) : Exception(
    $"was changed by a newer BloxOs (script {script}); start that version again, or put the backup from before the update back with this one (on PostgreSQL into an empty database)")
{
}
