using BloxOs.Data.History;
using BloxOs.Grains.Rigs;
using BloxOs.Silo.Settings;

namespace BloxOs.Silo.History;

/// <summary>Tells the history of the database what it needs of the rest: how samples are written, and how long they are kept.</summary>
public static class HistorySetup
{
    /// <summary>For every process that has the database: silos write the history, web processes read it.</summary>
    public static IServiceCollection AddBloxOsHistory(this IServiceCollection services, BloxOsSettings settings) => services
        .AddSingleton(settings.History)
        .AddSingleton<ISampleFormat, SampleFormat>();
}
