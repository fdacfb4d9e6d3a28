using System.Buffers;
using System.Globalization;
using System.Text;

namespace BloxOs.Catalog.Miners.Reading;

/// <summary>Makes JSON of what is nearly so, as real miners and firmware print it.</summary>
internal static class JsonRepair
{
    static readonly SearchValues<char> AfterValue = SearchValues.Create(",:[]{}\" \t\r\n");

    /// <summary>
    /// The text with a comma between two objects of a list, which several Antminers forget, <c>null</c> for what C prints for a number that is none (<c>nan</c>, <c>-inf</c>, <c>1.#QNAN</c>),
    /// and blanks for control characters in texts. Null when there is nothing to mend.
    /// </summary>
    public static string? Of(string body)
    {
        var repaired = new StringBuilder(body.Length + 16);
        bool closed = false, changed = false;
        for (int i = 0; i < body.Length;)
        {
            char c = body[i];
            int next = c == '"' ? EndOfText(body, i) : AfterValue.Contains(c) ? i + 1 : EndOfWord(body, i);
            if (c == '{' && closed) { (_, changed) = (repaired.Append(','), true); }
            if (c == '}') { closed = true; }
            else if (!char.IsWhiteSpace(c)) { closed = false; }
            changed |= c == '"' ? AppendText(repaired, body.AsSpan(i, next - i)) : next - i > 1 ? AppendWord(repaired, body.AsSpan(i, next - i)) : Append(repaired, c);
            i = next;
        }
        return changed ? repaired.ToString() : null;
    }

    static int EndOfText(string body, int begin)
    {
        for (int i = begin + 1; i < body.Length; i++)
        {
            if (body[i] == '\\') { i++; }
            else if (body[i] == '"') { return i + 1; }
        }
        return body.Length;
    }

    static int EndOfWord(string body, int begin)
    {
        int length = body.AsSpan(begin).IndexOfAny(AfterValue);
        return length < 0 ? body.Length : begin + length;
    }

    static bool Append(StringBuilder repaired, char c)
    {
        repaired.Append(c);
        return false;
    }

    static bool AppendText(StringBuilder repaired, ReadOnlySpan<char> text)
    {
        bool changed = false;
        foreach (char c in text)
        {
            changed |= c < ' ';
            repaired.Append(c < ' ' ? ' ' : c);
        }
        return changed;
    }

    static bool AppendWord(StringBuilder repaired, ReadOnlySpan<char> word)
    {
        const NumberStyles number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bool good = word is "true" or "false" or "null" || (word.ContainsAnyInRange('0', '9') && double.TryParse(word, number, CultureInfo.InvariantCulture, out _));
        repaired.Append(good ? word : "null");
        return !good;
    }
}
