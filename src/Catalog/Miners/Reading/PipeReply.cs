namespace BloxOs.Catalog.Miners.Reading;

/// <summary>An answer of ccminer and its relatives: <c>KEY=value;KEY=value|</c> a record.</summary>
internal static class PipeReply
{
    const int MaximumCharacters = 1024 * 1024;
    const int MaximumRecords = 128;
    const int MaximumFields = 64;

    /// <summary>The records with at least one field; the last bar may be missing, NUL bytes may follow.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Parse(string? text)
    {
        if (text is not { Length: > 0 and <= MaximumCharacters }) { return []; }
        var records = new List<IReadOnlyDictionary<string, string>>();
        var rest = text.AsSpan();
        while (!rest.IsEmpty && records.Count < MaximumRecords)
        {
            int end = rest.IndexOf('|');
            var record = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (Fields(record) is { Count: > 0 } fields) { records.Add(fields); }
        }
        return records;
    }

    /// <summary>A number of a record; null when it is not there.</summary>
    public static double? Number(this IReadOnlyDictionary<string, string> record, string key) =>
        record.TryGetValue(key, out string? text) ? NumberText.Read(text) : null;

    /// <summary>A counter of a record.</summary>
    public static long? Count(this IReadOnlyDictionary<string, string> record, string key) => record.Number(key) is { } number and >= 0 and < 1e15 ? (long)number : null;

    static Dictionary<string, string> Fields(ReadOnlySpan<char> record)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!record.IsEmpty && fields.Count < MaximumFields)
        {
            int end = record.IndexOf(';');
            var field = (end < 0 ? record : record[..end]).Trim(" \0\r\n\t");
            record = end < 0 ? default : record[(end + 1)..];
            int equals = field.IndexOf('=');
            if (equals > 0) { fields[field[..equals].ToString()] = field[(equals + 1)..].ToString(); }
        }
        return fields;
    }
}
