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
        int begin = text.AsSpan().IndexOfAny('{', '[');
        if (begin < 0) { return null; }
        // A line of a log before the answer has brackets of its own.
        int brace = text[begin] == '[' ? text.IndexOf('{', begin) : -1;
        return Between(text, begin) ?? (brace > 0 ? Between(text, brace) : null);
    }

    static JsonReply? Between(string text, int begin)
    {
        int end = text.AsSpan().LastIndexOfAny('}', ']');
        if (end <= begin) { return null; }
        string body = text[begin..(end + 1)];
        if (body.Contains('\0', StringComparison.Ordinal)) { body = body.Replace("\0", "", StringComparison.Ordinal); }
        return TryParse(body) ?? (JsonRepair.Of(body) is { } repaired ? TryParse(repaired) : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    static JsonReply? TryParse(string body)
    {
        try { return new(JsonDocument.Parse(body, Tolerant)); }
        catch (JsonException) { return null; }
    }
}
