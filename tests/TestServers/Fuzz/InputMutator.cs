using System.Text;

namespace BloxOs.TestServers.Fuzz;

/// <summary>Makes broken inputs out of good ones: cut, doubled, mixed, with digits, separators and numbers that nobody expects.</summary>
public sealed class InputMutator(IReadOnlyList<string> seeds, Random random, int maximumLength)
{
    static readonly string[] Pieces =
    [
        "\0", "-1", "0", "99999999999999999999", "1e400", "-273150", "NaN", "∞", "\u202E", "\uD800", "[N/A]", "N/A", "ERR!", "[Unknown Error]", "null", "{", "}", "[", "]", "<", ">",
        "\"", "'", ",", ":", ";", "|", "=", "\r\n", "\n\n", "\t", "&amp;", "&x;", "<!--", "<![CDATA[", "]]>", "0x", "0x1002", "00000000:0A:00.0", "61,5", " W", " MiB", "%", "*", "\\u0000",
    ];

    /// <summary>The next input.</summary>
    public string Next()
    {
        var text = new StringBuilder(Seed());
        for (int change = random.Next(1, 9); change > 0; change--) { Change(text); }
        return text.Length > maximumLength ? text.ToString(0, maximumLength) : text.ToString();
    }

    string Seed() => seeds[random.Next(seeds.Count)];

    void Change(StringBuilder text)
    {
        int at = random.Next(text.Length + 1);
        int length = Math.Min(text.Length - at, 1 + random.Next(random.Next(2) == 0 ? 4 : 400));
        switch (random.Next(8))
        {
            case 0: text.Length = at; break;
            case 1: text.Remove(at, length); break;
            case 2: text.Insert(at, Pieces[random.Next(Pieces.Length)]); break;
            case 3: text.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]); break;
            case 4: text.Insert(at, text.ToString(at, length)); break;
            case 5: Flip(text, at); break;
            case 6: Mix(text, at); break;
            default: Repeat(text, at); break;
        }
    }

    void Flip(StringBuilder text, int at)
    {
        if (at < text.Length) { text[at] = (char)(random.Next(4) == 0 ? random.Next(0x10000) : random.Next(128)); }
    }

    void Mix(StringBuilder text, int at)
    {
        string other = Seed();
        int from = random.Next(other.Length + 1);
        text.Insert(at, other.AsSpan(from, random.Next(other.Length - from + 1)));
    }

    void Repeat(StringBuilder text, int at)
    {
        string piece = Pieces[random.Next(Pieces.Length)];
        int times = random.Next(8) == 0 ? 20_000 : random.Next(1, 100);
        if (text.Length + piece.Length * times <= maximumLength) { text.Insert(at, piece, times); }
    }
}
