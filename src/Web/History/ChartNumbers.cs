using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace BloxOs.Web.History;

/// <summary>Writes long lists of whole numbers as JSON: each as the difference to the one before, null where there is none, and a null at the end of what a gap follows.</summary>
/// <param name="gaps">Indexes behind which a gap begins, ascending.</param>
internal readonly struct ChartNumbers(int[] gaps)
{
    /// <summary>A sign, 19 digits and a comma.</summary>
    const int MostBytes = 21;

    /// <summary>Largest number that is written: a JavaScript number holds it exactly.</summary>
    const double Largest = 1e15;

    /// <summary>Writes times. In a gap stands one a millisecond behind the last.</summary>
    public void Write(Utf8JsonWriter json, string name, ReadOnlySpan<long> times)
    {
        byte[] text = ArrayPool<byte>.Shared.Rent(((times.Length + gaps.Length) * MostBytes) + 2);
        int length = 0, gap = 0;
        long last = 0;
        text[length++] = (byte)'[';
        for (int i = 0; i < times.Length; i++)
        {
            length += Number(times[i] - last, text.AsSpan(length));
            last = times[i];
            if (gap == gaps.Length || gaps[gap] != i) { continue; }
            gap++;
            length += Number(1, text.AsSpan(length));
            last++;
        }
        End(json, name, text, length);
    }

    /// <summary>Writes values in units of the last digit that is shown.</summary>
    public void Write(Utf8JsonWriter json, string name, ReadOnlySpan<double> values, double scale)
    {
        byte[] text = ArrayPool<byte>.Shared.Rent(((values.Length + gaps.Length) * MostBytes) + 2);
        int length = 0, gap = 0;
        long last = 0;
        text[length++] = (byte)'[';
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                long whole = (long)Math.Round(Math.Clamp(values[i] * scale, -Largest, Largest));
                length += Number(whole - last, text.AsSpan(length));
                last = whole;
            }
            else { length += Null(text.AsSpan(length)); }
            if (gap == gaps.Length || gaps[gap] != i) { continue; }
            gap++;
            length += Null(text.AsSpan(length));
        }
        End(json, name, text, length);
    }

    static int Number(long value, Span<byte> into)
    {
        // Most differences have one digit.
        if (value is >= 0 and <= 9)
        {
            into[0] = (byte)('0' + value);
            into[1] = (byte)',';
            return 2;
        }
        Utf8Formatter.TryFormat(value, into, out int length);
        into[length] = (byte)',';
        return length + 1;
    }

    static int Null(Span<byte> into)
    {
        "null,"u8.CopyTo(into);
        return 5;
    }

    static void End(Utf8JsonWriter json, string name, byte[] text, int length)
    {
        // The last comma goes.
        if (length > 1) { length--; }
        text[length++] = (byte)']';
        json.WritePropertyName(name);
        json.WriteRawValue(text.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(text);
    }
}
