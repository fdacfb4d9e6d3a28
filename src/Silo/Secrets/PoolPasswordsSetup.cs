using BloxOs.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BloxOs.Silo.Secrets;

/// <summary>Registers what opens pool passwords.</summary>
public static class PoolPasswordsSetup
{
    /// <summary>In a process that has the master key.</summary>
    public static IServiceCollection AddPoolPasswords(this IServiceCollection services)
    {
        services.TryAddSingleton<PoolPasswords>();
        return services;
    }

    /// <summary>
    /// A process that is only a silo reads the key file that <c>BloxOs:KeyFile</c> names. Without one it serves all the same, but cannot tell
    /// rigs what to do where that holds a pool's password.
    /// </summary>
    /// <exception cref="Settings.SettingsException">The file is no key file, or cannot be read.</exception>
    public static void PreparePoolPasswords(this ServerStart start)
    {
        if (start.Settings.KeyFile is not { } path || MasterKey.Read(path) is not { } key)
        {
            start.Warn($"there is no key file ({start.Settings.KeyFile ?? "BloxOs:KeyFile is not set"}). What rigs of this silo are to do is held back where it has a pool's password. Give it the web processes' key file, with BloxOs:KeyFile.");
            return;
        }
        start.Builder.Services.AddSingleton(key).AddPoolPasswords();
    }
}
