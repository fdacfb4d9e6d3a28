using System.Text;
using System.Text.Json;

namespace BloxOs.Catalog.Miners.Reading;

/// <summary>An answer that is meant to be JSON, with what real miners put around and into it taken away.</summary>
internal sealed class JsonReply : IDisposable
{
    const int MaximumCharacters = 1024 * 1024;
    static readonly JsonDocumentOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    readonly JsonDocument _document;

    JsonReply(JsonDocument document) => _document = document;

    /// <summary>The outermost value.</summary>
    public JsonNode Root => new(_document.RootElement);

    /// <summary>Parses; null when there is no JSON in it even after repair.</summary>
    public static JsonReply? Parse(string? text)
    {
        if (text is not { Length: > 1 and <= MaximumCharacters }) { return null; }
        int begin = text.AsSpan().IndexOfAny('{', '['), end = text.AsSpan().LastIndexOfAny('}', ']');
        if (begin < 0 || end <= begin) { return null; }
        string body = text[begin..(end + 1)];
        if (body.Contains('\0', StringComparison.Ordinal)) { body = body.Replace("\0", "", StringComparison.Ordinal); }
        return TryParse(body) ?? (Repair(body) is { } repaired ? TryParse(repaired) : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    static JsonReply? TryParse(string body)
    {
        try { return new(JsonDocument.Parse(body, Tolerant)); }
        catch (JsonException) { return null; }
    }

    /// <summary>Firmware of several Antminers forgets the comma between two objects of a list. Null when there is no such place.</summary>
    static string? Repair(string body)
    {
        StringBuilder? repaired = null;
        bool quoted = false;
        int copied = 0, closed = -1;
        for (int i = 0; i < body.Length; i++)
        {
            char c = body[i];
            if (quoted)
            {
                if (c == '\\') { i++; }
                else if (c == '"') { quoted = false; }
                continue;
            }
            if (c == '{' && closed >= 0) { (repaired ??= new(body.Length + 16)).Append(body, copied, i - copied).Append(','); copied = i; }
            if (c == '"') { quoted = true; }
            if (c == '}') { closed = i; }
            else if (!char.IsWhiteSpace(c)) { closed = -1; }
        }
        return repaired?.Append(body, copied, body.Length - copied).ToString();
    }
}
