using System.Text.Json;

namespace BloxOs.Silo.Gateway;

/// <summary>Numbers from a rig: what hardware can't do is clamped or dropped, and the sample flagged; the rest of the sample stays.</summary>
internal static class Number
{
    /// <summary>The current value as a number in [low, high]; null when it is not one. Values above high are clamped, below low dropped.</summary>
    public static double? Read(ref Utf8JsonReader reader, double low, double high, ref bool suspicious)
    {
        if (reader.TokenType == JsonTokenType.Null) { return null; }
        if (reader.TokenType != JsonTokenType.Number)
        {
            reader.Skip();
            suspicious = true;
            return null;
        }
        if (!reader.TryGetDouble(out double value) || !double.IsFinite(value) || value < low)
        {
            suspicious = true;
            return null;
        }
        if (value > high)
        {
            suspicious = true;
            return high;
        }
        return value == 0 || double.IsSubnormal(value) ? 0 : value;   // also −0
    }

    /// <summary>The current value as a whole number of [0, high].</summary>
    public static long? ReadLong(ref Utf8JsonReader reader, long high, ref bool suspicious)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long exact))
        {
            if (exact >= 0 && exact <= high) { return exact; }
            suspicious = true;
            return exact < 0 ? null : high;
        }
        return (long?)Read(ref reader, 0, high, ref suspicious);
    }
}
