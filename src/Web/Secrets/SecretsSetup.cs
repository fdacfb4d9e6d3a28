using BloxOs.Data;
using BloxOs.Data.KeyRing;
using BloxOs.Silo.Hosting;
using BloxOs.Silo.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BloxOs.Web.Secrets;

/// <summary>Registers what encrypts.</summary>
internal static class SecretsSetup
{
    /// <summary>Opens the master key before anything else needs it, and warns when others may read it.</summary>
    /// <exception cref="Silo.Settings.SettingsException">Stored keys are encrypted with a master key that is not there.</exception>
    public static async Task PrepareKeysAsync(this ServerStart start)
    {
        var settings = start.Settings;
        string path = settings.KeyFile ?? KeyRing.DefaultKeyFile(settings.DataDirectory);
        if (MasterKey.Warning(path) is { } warning) { await Console.Out.WriteLineAsync($"  Warning: {warning}"); }
        start.Builder.Services.AddSingleton(settings.Database is { Provider: DatabaseProvider.PostgreSql } database
            ? await KeyRing.OpenDatabaseAsync(database, settings.DataDirectory, settings.KeyFile, CancellationToken.None)
            : KeyRing.OpenFiles(settings.DataDirectory, settings.KeyFile));
    }

    /// <summary>
    /// <see cref="ISecretBox"/> and Data Protection. The ring is in PostgreSQL when that is the database, else in files under the data
    /// directory; in both it is encrypted with the <see cref="MasterKey"/>.
    /// </summary>
    public static IServiceCollection AddBloxOsSecrets(this IServiceCollection services, string dataDirectory)
    {
        services.TryAddSingleton(_ => KeyRing.OpenFiles(dataDirectory));
        services.AddSingleton<ISecretBox, SecretBox>();
        services.AddPoolPasswords();
        services.AddDataProtection().SetApplicationName("bloxos");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlEncryptor = new MasterKeyEncryptor(provider.GetRequiredService<MasterKey>());
            options.XmlRepository = provider.GetService<IKeyRingStore>() is { } store
                ? new KeyRingRepository(store)
                : new FileSystemXmlRepository(new DirectoryInfo(KeyRing.Folder(dataDirectory)), provider.GetRequiredService<ILoggerFactory>());
        }));
        return services;
    }
}
