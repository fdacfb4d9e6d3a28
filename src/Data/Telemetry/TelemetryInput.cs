namespace BloxOs.Data.Telemetry;

/// <summary>Checks before a sample joins others: a batch must not fail for one of its samples.</summary>
internal static class TelemetryInput
{
    /// <summary>Longest id of a rig.</summary>
    public const int MaxRigIdLength = 128;

    /// <summary>Most samples in one read or trim.</summary>
    public const int MaxLimit = 100_000;

    /// <summary>The years 1 to 9999, Unix milliseconds.</summary>
    const long FirstTime = -62_135_596_800_000, LastTime = 253_402_300_799_999;

    /// <summary>Stored milliseconds are a time that can be told.</summary>
    public static bool IsTime(long at) => at is >= FirstTime and <= LastTime;

    public static void Check(in TelemetrySample sample)
    {
        CheckRig(sample.RigId);
        if (sample.Sequence < 1)
            throw new ArgumentException($"Sequence {sample.Sequence}: counts from 1.", nameof(sample));
        if (sample.Payload.Length > ITelemetryStore.MaxPayloadBytes)
            throw new ArgumentException($"Payload of {sample.Payload.Length} bytes: at most {ITelemetryStore.MaxPayloadBytes}.", nameof(sample));
    }

    /// <summary>Printable ASCII, which every database stores as it is.</summary>
    public static void CheckRig(string rigId)
    {
        if (rigId is null || rigId.Length is 0 or > MaxRigIdLength || rigId.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException($"Rig id: 1 to {MaxRigIdLength} printable ASCII characters.", nameof(rigId));
    }

    public static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
    }
}
