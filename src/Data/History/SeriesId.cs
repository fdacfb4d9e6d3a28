namespace BloxOs.Data.History;

/// <summary>Names one series of a rig: a quantity, of a card or a piece of work where it has one. The numbers are stored: they never change their meaning.</summary>
/// <param name="Metric">What is measured.</param>
/// <param name="Work">Which miner instance and algorithm, in the order of the sample; 0 where it is about none.</param>
/// <param name="Gpu">Index of the card; <see cref="WholeRig"/> where it is about none.</param>
public readonly record struct SeriesId(byte Metric, byte Work = 0, byte Gpu = SeriesId.WholeRig)
{
    /// <summary>The series is of the rig, not of one card.</summary>
    public const byte WholeRig = 255;

    /// <summary>One number, for order and storage.</summary>
    public int Code => (Metric << 16) | (Work << 8) | Gpu;

    /// <summary>The series that has this <see cref="Code"/>.</summary>
    public static SeriesId Of(int code) => new((byte)(code >> 16), (byte)(code >> 8), (byte)code);
}
