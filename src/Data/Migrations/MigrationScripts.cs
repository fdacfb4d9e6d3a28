using System.Reflection;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;

namespace BloxOs.Data.Migrations;

/// <summary>The numbered scripts inside this assembly; the journal in the database knows them by file name.</summary>
internal static class MigrationScripts
{
    /// <exception cref="NewerDatabaseException">The journal has a script that this program does not have; nothing was changed.</exception>
    /// <exception cref="MigrationFailedException">A script failed.</exception>
    public static void Apply(UpgradeEngineBuilder builder, DatabaseProvider provider)
    {
        var scripts = Of(provider);
        var engine = builder
            .WithScripts(scripts)
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build();
        if (engine.GetExecutedScripts().Except(scripts.Select(static script => script.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new NewerDatabaseException(OneLine.Of(unknown));
        var result = engine.PerformUpgrade();
        if (!result.Successful)
            throw new MigrationFailedException(result.ErrorScript?.Name ?? "(none)", result.Error);
    }

    public static IReadOnlyList<string> Names(DatabaseProvider provider) => [.. Of(provider).Select(script => script.Name)];

    private static SqlScript[] Of(DatabaseProvider provider)
    {
        var assembly = typeof(MigrationScripts).Assembly;
        var prefix = $"{assembly.GetName().Name}.Sql.{provider}.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SqlScript(name[prefix.Length..], Read(assembly, name)))];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
