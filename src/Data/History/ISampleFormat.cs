namespace BloxOs.Data.History;

/// <summary>Knows how the payload of a stored sample is written. The database does not: it belongs to those who know rigs.</summary>
public interface ISampleFormat
{
    /// <summary>Reads one sample.</summary>
    /// <param name="payload">As it was appended to the telemetry store.</param>
    /// <param name="values">Where its readings go; cleared by the caller.</param>
    /// <exception cref="InvalidDataException">Not a sample.</exception>
    void Read(ReadOnlySpan<byte> payload, SampleValues values);
}
