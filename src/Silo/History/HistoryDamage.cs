using System.Diagnostics.Metrics;

namespace BloxOs.Silo.History;

/// <summary>Counts what of the history could not be read and is lost. More than 0 is a matter of the disk.</summary>
internal sealed class HistoryDamage
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "BloxOs.History";

    readonly Counter<long> _samples, _chunks;

    public HistoryDamage(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _samples = meter.CreateCounter<long>("bloxos.history.samples.damaged", description: "Samples that waited to be packed and whose bytes are damaged");
        _chunks = meter.CreateCounter<long>("bloxos.history.chunks.damaged", description: "Packed hours of rigs whose bytes are damaged, and which were begun anew");
    }

    public void Add(long samples, long chunks)
    {
        _samples.Add(samples);
        _chunks.Add(chunks);
    }
}
