using System.Globalization;
using System.Text;

namespace BloxOs.Agent.Tools;

/// <summary>
/// Reads the XML that tools print, forward only, in time that grows with its length: elements, attributes, text, CDATA, the five named entities and
/// numbered characters. A document type, an entity of its own or a deeper nesting than any tool has is damage, so nothing is ever expanded or fetched.
/// </summary>
/// <remarks>System.Xml would be half a megabyte of the agent for this one use.</remarks>
internal ref struct XmlScanner(ReadOnlySpan<char> document)
{
    const int MaximumDepth = 64;
    const string CharacterData = "<![CDATA[";

    readonly string[] _open = new string[MaximumDepth];
    ReadOnlySpan<char> _rest = document, _attributes = [];
    bool _closes, _damaged, _hadRoot;

    /// <summary>Elements that are open: 1 within the root; at <see cref="XmlToken.Open"/> the new one counts, at <see cref="XmlToken.Close"/> the closed one does not.</summary>
    public int Depth { get; private set; }

    /// <summary>Name of the element that begins or ends here, or that the text stands in.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The text, with its entities decoded, without white space around it.</summary>
    public string Value { get; private set; } = "";

    /// <summary>Goes on to the next piece.</summary>
    public XmlToken Next()
    {
        if (_damaged) { return XmlToken.Damaged; }
        if (_closes) { return Close(Name); }
        while (_rest.Length > 0)
        {
            if (_rest.StartsWith("</")) { return TakeClose(); }
            if (_rest.StartsWith("<!--")) { if (!SkipPast("-->", 4)) { return Damage(); } }
            else if (_rest.StartsWith("<?")) { if (!SkipPast("?>", 2)) { return Damage(); } }
            else if (_rest[0] == '<' && !_rest.StartsWith(CharacterData)) { return TakeOpen(); }
            else if (!TakeText()) { return Damage(); }
            else if (Value.Length > 0) { return XmlToken.Text; }
        }
        return Depth == 0 && _hadRoot ? XmlToken.End : Damage();
    }

    /// <summary>Goes past the end of the element that was just opened.</summary>
    public void Skip()
    {
        for (int depth = Depth; Depth >= depth && Next() != XmlToken.Damaged;) { }
    }

    /// <summary>Value of an attribute of the element that was just opened; null when it has none of that name.</summary>
    public readonly string? Attribute(string name)
    {
        var rest = _attributes;
        while (NextAttribute(ref rest, out var key, out var value))
        {
            if (key.SequenceEqual(name)) { return Decode(value); }
        }
        return null;
    }

    XmlToken Damage()
    {
        _damaged = true;
        return XmlToken.Damaged;
    }

    bool SkipPast(string end, int from)
    {
        int at = _rest[from..].IndexOf(end);
        if (at < 0) { return false; }
        _rest = _rest[(from + at + end.Length)..];
        return true;
    }

    // Value stays empty for white space alone. Other text outside the root is damage.
    bool TakeText()
    {
        bool coded = _rest[0] != '<';
        var all = coded ? _rest : _rest[CharacterData.Length..];
        int end = coded ? all.IndexOf('<') : all.IndexOf("]]>");
        if (end < 0)
        {
            if (!coded) { return false; }
            end = all.Length;
        }
        var text = all[..end].Trim();
        _rest = coded ? all[end..] : all[(end + "]]>".Length)..];
        if ((coded ? Decode(text) : text.ToString()) is not { } value || (Depth == 0 && (value.Length > 0 || !coded))) { return false; }
        Value = value;
        if (Depth > 0) { Name = _open[Depth - 1]; }
        return true;
    }

    XmlToken TakeOpen()
    {
        var rest = _rest[1..];
        int length = NameLength(rest);
        if (length == 0 || Depth == MaximumDepth || (Depth == 0 && _hadRoot)) { return Damage(); }
        string name = rest[..length].ToString();
        var attributes = rest[length..];
        rest = attributes;
        while (NextAttribute(ref rest, out _, out var value))
        {
            if (Decode(value) is null) { return Damage(); }
        }
        _attributes = attributes[..^rest.Length];
        rest = rest.TrimStart();
        _closes = rest is ['/', '>', ..];
        if (!_closes && rest is not ['>', ..]) { return Damage(); }
        _rest = rest[(_closes ? 2 : 1)..];
        _hadRoot = true;
        _open[Depth++] = Name = name;
        return XmlToken.Open;
    }

    XmlToken TakeClose()
    {
        var rest = _rest[2..];
        int length = NameLength(rest);
        if (Depth == 0 || !rest[..length].SequenceEqual(_open[Depth - 1])) { return Damage(); }
        rest = rest[length..].TrimStart();
        if (rest is not ['>', ..]) { return Damage(); }
        _rest = rest[1..];
        return Close(_open[Depth - 1]);
    }

    XmlToken Close(string name)
    {
        Name = name;
        Depth--;
        _closes = false;
        return XmlToken.Close;
    }

    // White space, name, '=', a quoted value without '<'. False at the end of the tag, and where it is damaged: the caller sees what stands there.
    static bool NextAttribute(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = value = [];
        var at = rest.TrimStart();
        int length = NameLength(at);
        if (length == 0 || at.Length == rest.Length) { return false; }
        name = at[..length];
        at = at[length..].TrimStart();
        if (at is not ['=', ..]) { return false; }
        at = at[1..].TrimStart();
        if (at is not ['"' or '\'', ..]) { return false; }
        int end = at[1..].IndexOf(at[0]);
        if (end < 0) { return false; }
        value = at.Slice(1, end);
        if (value.Contains('<')) { return false; }
        rest = at[(end + 2)..];
        return true;
    }

    // More than XML's names, and never less.
    static int NameLength(ReadOnlySpan<char> text)
    {
        if (text is [>= '0' and <= '9' or '-' or '.', ..]) { return 0; }
        int length = 0;
        while (length < text.Length && !char.IsWhiteSpace(text[length]) && !"<>/='\"&;!?".Contains(text[length], StringComparison.Ordinal)) { length++; }
        return length;
    }

    // Null for an entity that is none of XML's own.
    static string? Decode(ReadOnlySpan<char> text)
    {
        int at = text.IndexOf('&');
        if (at < 0) { return text.ToString(); }
        var decoded = new StringBuilder(text.Length);
        while (at >= 0)
        {
            decoded.Append(text[..at]);
            text = text[(at + 1)..];
            int end = text.IndexOf(';');
            if (end is < 0 or > 8 || !AppendEntity(decoded, text[..end])) { return null; }
            text = text[(end + 1)..];
            at = text.IndexOf('&');
        }
        return decoded.Append(text).ToString();
    }

    static bool AppendEntity(StringBuilder decoded, ReadOnlySpan<char> name)
    {
        string? text = name switch { "amp" => "&", "lt" => "<", "gt" => ">", "quot" => "\"", "apos" => "'", _ => Numbered(name) };
        decoded.Append(text);
        return text is not null;
    }

    static string? Numbered(ReadOnlySpan<char> name)
    {
        var culture = CultureInfo.InvariantCulture;
        int code = 0;
        bool known = name is ['#', 'x', ..] ? int.TryParse(name[2..], NumberStyles.AllowHexSpecifier, culture, out code)
            : name is ['#', ..] && int.TryParse(name[1..], NumberStyles.None, culture, out code);
        return known && code > 0 && Rune.IsValid(code) ? new Rune(code).ToString() : null;
    }
}
