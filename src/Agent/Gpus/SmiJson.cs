using System.Text;
using System.Text.Json;

namespace BloxOs.Agent.Gpus;

/// <summary>
/// Reads the JSON of AMD's tools as flat texts by path (<c>power/socket_power/value</c>): shapes differ by version, warnings may stand before it,
/// and a document that breaks off keeps what came before.
/// </summary>
internal static class SmiJson
{
    const int MaximumValues = 4_000, MaximumEntities = 256, MaximumValueLength = 200, MaximumDepth = 12;

    /// <summary>One object that describes a card.</summary>
    /// <param name="Name">Its key in the root; "" for an element of an array.</param>
    /// <param name="Values">Texts by path.</param>
    public sealed record Entity(string Name, Dictionary<string, string> Values);

    /// <summary>The objects of a document, and whether it was whole.</summary>
    public static (IReadOnlyList<Entity> Entities, bool Whole) Read(string text)
    {
        var found = new List<Entity>();
        int start = Start(text);
        if (start < 0) { return (found, false); }
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text[start..]), new JsonReaderOptions { MaxDepth = 64, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            reader.Read();
            ReadRoot(ref reader, found);
            return (found, true);
        }
        catch (JsonException) { return (found, false); }
        catch (InvalidOperationException) { return (found, false); }   // a text that is no UTF-16
    }

    /// <summary>The first line that begins with a bracket: what stands before are warnings.</summary>
    static int Start(string text)
    {
        for (int at = 0; at >= 0 && at < text.Length;)
        {
            int first = at;
            while (first < text.Length && text[first] is ' ' or '\t' or '\r' or '\uFEFF') { first++; }
            if (first < text.Length && text[first] is '{' or '[') { return first; }
            int end = text.IndexOf('\n', first);
            at = end < 0 ? -1 : end + 1;
        }
        return -1;
    }

    static void ReadRoot(ref Utf8JsonReader reader, List<Entity> found)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            ReadArray(ref reader, found);
            return;
        }
        var own = new Entity("", new(StringComparer.Ordinal));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray && name == "gpu_data") { ReadArray(ref reader, found); }
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                var entity = new Entity(name, new(StringComparer.Ordinal));
                Flatten(ref reader, "", entity.Values);
                if (found.Count < MaximumEntities) { found.Add(entity); }
                foreach (var (key, value) in entity.Values) { Keep(own.Values, name + "/" + key, value); }
            }
            else { Flatten(ref reader, name, own.Values); }
        }
        // One card without an array around it.
        if (own.Values.ContainsKey("gpu")) { found.Clear(); found.Add(own); }
    }

    static void ReadArray(ref Utf8JsonReader reader, List<Entity> found)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var entity = new Entity("", new(StringComparer.Ordinal));
            Flatten(ref reader, "", entity.Values);
            if (entity.Values.Count > 0 && found.Count < MaximumEntities) { found.Add(entity); }
        }
    }

    static void Flatten(ref Utf8JsonReader reader, string path, Dictionary<string, string> into)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when reader.CurrentDepth < MaximumDepth:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    string name = reader.GetString()!;
                    reader.Read();
                    Flatten(ref reader, path.Length == 0 ? name : path + "/" + name, into);
                }
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray: reader.Skip(); break;
            case JsonTokenType.String: Keep(into, path, reader.GetString()!); break;
            case JsonTokenType.Number: Keep(into, path, Encoding.UTF8.GetString(reader.ValueSpan)); break;
            default: break;
        }
    }

    static void Keep(Dictionary<string, string> into, string path, string value)
    {
        if (into.Count < MaximumValues && path.Length <= MaximumValueLength) { into.TryAdd(path, value.Length > MaximumValueLength ? value[..MaximumValueLength] : value); }
    }
}
