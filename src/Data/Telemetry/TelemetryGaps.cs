namespace BloxOs.Data.Telemetry;

/// <summary>Samples that could not be stored: nothing after them may be, or a rig would believe that they are safe.</summary>
/// <remarks>A gap closes when its sample is sent again, or when the rig asks for its highest sequence and starts from there.</remarks>
internal sealed class TelemetryGaps
{
    private readonly Dictionary<string, long> firstMissing = [];

    public void Add(in TelemetrySample failed)
    {
        if (!firstMissing.TryGetValue(failed.RigId, out var missing) || failed.Sequence < missing)
            firstMissing[failed.RigId] = failed.Sequence;
    }

    /// <summary>The missing sequence that bars this sample; null when none does.</summary>
    public long? Before(in TelemetrySample sample)
    {
        if (firstMissing.Count == 0 || !firstMissing.TryGetValue(sample.RigId, out var missing))
            return null;
        if (sample.Sequence > missing)
            return missing;
        firstMissing.Remove(sample.RigId);
        return null;
    }

    public void Forget(string rigId) => firstMissing.Remove(rigId);
}
