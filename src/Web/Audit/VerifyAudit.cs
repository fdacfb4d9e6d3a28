using BloxOs.Data;
using BloxOs.Data.Audit;
using BloxOs.Data.Migrations;
using BloxOs.Silo.Hosting;
using BloxOs.Silo.Secrets;
using BloxOs.Silo.Settings;
using BloxOs.Web.Secrets;

namespace BloxOs.Web.Audit;

/// <summary><c>verify-audit</c> checks the audit log of the data directory or database of the settings; the server may run meanwhile.</summary>
internal static class VerifyAudit
{
    /// <summary>The verb.</summary>
    public const string Verb = "verify-audit";

    /// <summary>Somebody tampered with the log.</summary>
    public const int Tampered = 1;

    /// <summary>Checks, and tells.</summary>
    /// <returns>Exit code: 0 when the log holds, <see cref="Tampered"/> when it does not, else as of the server.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        int verdict = 0;
        int code = await ServerProgram.RunAsync([.. args.Skip(1)], "Web", async start => verdict = await CheckAsync(start.Settings, Console.Out));
        return code != 0 ? code : verdict;
    }

    static async Task<int> CheckAsync(BloxOsSettings settings, TextWriter console)
    {
        var database = settings.Database!;
        if (database.Provider == DatabaseProvider.Sqlite && !File.Exists(database.ConnectionString))
        {
            throw new DatabaseStartupException($"There is no database {database.ConnectionString}. Name the data directory with --BloxOs:DataDirectory.", null);
        }
        string keyFile = settings.KeyFile ?? KeyRing.DefaultKeyFile(settings.DataDirectory);
        var master = MasterKey.Read(keyFile);
        var file = new AuditAnchorFile(settings.DataDirectory);
        var (kept, damaged) = file.Read();
        await using var services = new ServiceCollection().AddBloxOsData(database).BuildServiceProvider();
        var verdict = await services.GetRequiredService<IAuditChain>().VerifyAsync(master?.Derive(AuditAnchors.KeyPurpose), kept, CancellationToken.None);

        string[] findings = damaged == 0 ? [.. verdict.Findings] : [$"{damaged} lines of {file.Path} are damaged.", .. verdict.Findings];
        foreach (string finding in findings) { await console.WriteLineAsync(finding); }
        if (verdict.Findings.Count == AuditVerdict.MaxFindings) { await console.WriteLineAsync("There may be more: only the first findings are told."); }
        if (master is null) { await console.WriteLineAsync($"Note: there is no key file {keyFile}, so the signatures of the anchors were not checked."); }
        if (kept.Count == 0) { await console.WriteLineAsync($"Note: there are no anchors in {file.Path}; a cut at the end that also took the anchors in the database would not be found."); }
        await console.WriteLineAsync(findings.Length == 0
            ? $"The audit log holds: {verdict.Lines} lines, {verdict.Anchors} anchors."
            : $"The audit log was tampered with: {findings.Length} findings in {verdict.Lines} lines.");
        return findings.Length == 0 ? 0 : Tampered;
    }
}
