using BloxOs.Data.Audit;
using BloxOs.Data.Backup;
using BloxOs.Data.Migrations;
using BloxOs.Silo.Hosting;
using BloxOs.Silo.Settings;

namespace BloxOs.Web.Backup;

/// <summary><c>backup FILE [--with-keys]</c> while the server runs, and <c>restore FILE</c> while it does not; settings as of the server.</summary>
internal static class BackupVerbs
{
    /// <summary>The verb that makes a backup.</summary>
    public const string Backup = "backup";

    /// <summary>The verb that puts it back.</summary>
    public const string Restore = "restore";

    const string WithKeys = "--with-keys";

    /// <summary>Does it, and tells.</summary>
    /// <returns>Exit code, as of the server.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var (verb, file, keys, settings) = Parse(args);
        if (file is null)
        {
            await Console.Error.WriteLineAsync(verb == Backup
                ? $"{Backup} FILE [{WithKeys}] [--BloxOs:KEY VALUE]..."
                : $"{Restore} FILE [--BloxOs:KEY VALUE]...");
            return ServerProgram.WrongSettings;
        }
        return await ServerProgram.RunAsync(settings, "Web", start => RunAsync(verb, file, keys, start.Settings));
    }

    static async Task RunAsync(string verb, string file, bool keys, BloxOsSettings settings)
    {
        try
        {
            if (verb == Backup) { await new BackupMaker(settings, TimeProvider.System, Console.Out).MakeAsync(file, keys, CancellationToken.None); }
            else { await new BackupRestorer(settings, TimeProvider.System, Console.Out).RestoreAsync(file, CancellationToken.None); }
        }
        catch (BackupException refused) { throw new DatabaseStartupException(refused.Message, refused); }
        catch (AuditUnavailableException failure) { throw new DatabaseStartupException($"{failure.Message} Nothing was done.", failure); }
    }

    static (string Verb, string? File, bool Keys, string[] Settings) Parse(IReadOnlyList<string> args)
    {
        bool isNamed = args.Count > 1 && !args[1].StartsWith('-');
        var rest = args.Skip(isNamed ? 2 : 1).ToList();
        bool keys = args[0] == Backup && rest.Remove(WithKeys);
        return (args[0], isNamed ? args[1] : null, keys, [.. rest]);
    }
}
