using BloxOs.Silo.Hosting;
using BloxOs.Silo.Settings;

namespace BloxOs.Web;

/// <summary>The settings of a web process: those of every process, with what the command line makes of them.</summary>
internal static class WebSettings
{
    /// <summary>Often enough that a demo looks alive.</summary>
    static readonly TimeSpan DemoInterval = TimeSpan.FromSeconds(5);

    /// <summary>The settings.</summary>
    /// <exception cref="SettingsException">They don't go together with this executable or its command line.</exception>
    public static BloxOsSettings For(ServerStart start)
    {
        var settings = start.Settings;
        if (settings.Role == Role.Silo) { throw new SettingsException(["BloxOs:Role is Silo, but this executable has the web pages: set it to All or Web, or run the Silo executable."]); }
        if (!start.CommandLine.Demo) { return settings; }
        if (settings.Role != Role.All) { throw new SettingsException([$"BloxOs:Role is {settings.Role}, but --demo runs everything in one process: leave it out, or set it to All."]); }
        return settings with { Gateway = settings.Gateway with { HeartbeatInterval = DemoInterval, StatsInterval = DemoInterval } };
    }
}
