namespace BloxOs.Agent.Miners;

/// <summary>Finds the end of an answer over plain TCP while it comes in: many miners keep the connection open.</summary>
internal sealed class ReplyEnd
{
    int _depth;
    bool _json;
    bool _quoted;
    bool _escaped;
    bool _any;

    /// <summary>The answer is whole: the JSON text is closed, or a line that is not JSON has ended.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>It may be whole: a record of ccminer's has ended, and nothing says whether another follows.</summary>
    public bool MayBeWhole { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (_json) { AddJson(b); }
            else if (b is (byte)'{' or (byte)'[') { (_json, _depth, MayBeWhole) = (true, 1, false); }
            else if (b is (byte)'\n' or 0) { IsWhole |= _any; }
            else if (b is not ((byte)' ' or (byte)'\r')) { (_any, MayBeWhole) = (true, b == (byte)'|'); }
            if (IsWhole) { return; }
        }
    }

    void AddJson(byte b)
    {
        if (_escaped) { _escaped = false; }
        else if (_quoted)
        {
            _escaped = b == (byte)'\\';
            _quoted = b != (byte)'"';
        }
        else if (b == (byte)'"') { _quoted = true; }
        else if (b is (byte)'{' or (byte)'[') { _depth++; }
        else if (b is (byte)'}' or (byte)']' && --_depth == 0) { IsWhole = true; }
    }
}
