using System.Text.Json;

namespace BloxOs.Catalog.Miners.Reading;

/// <summary>One value of an answer, read tolerantly: what is missing or of another kind is null, never an error and never 0.</summary>
/// <remarks>A class, though a small one: lists of values are then one generic type in the native agent, not one for each use.</remarks>
/// <param name="element">Undefined when the value is missing.</param>
internal sealed class JsonNode(JsonElement element)
{
    const double LargestCount = 1L << 53;

    /// <summary>What is not there.</summary>
    public static JsonNode Missing { get; } = new(default);

    /// <summary>It is there and not null.</summary>
    public bool Exists => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>It is a list.</summary>
    public bool IsList => element.ValueKind == JsonValueKind.Array;

    /// <summary>It is an object.</summary>
    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>A list of one stands for its element.</summary>
    JsonElement Single => IsList && element.GetArrayLength() == 1 ? element[0] : element;

    /// <summary>A member; a list of one object stands for that object.</summary>
    public JsonNode this[string name] =>
        Single is { ValueKind: JsonValueKind.Object } holder && holder.TryGetProperty(name, out var value) ? new(value) : Missing;

    /// <summary>The element of a list.</summary>
    public JsonNode this[int index] => IsList && index >= 0 && index < element.GetArrayLength() ? new(element[index]) : Missing;

    /// <summary>Length of a list; 0 for anything else.</summary>
    public int Length => IsList ? element.GetArrayLength() : 0;

    /// <summary>The elements of a list, at most so many; a single object counts as a list of one.</summary>
    public IEnumerable<JsonNode> Items(int maximum = ReadingRules.MaximumGpus)
    {
        if (IsObject) { yield return this; }
        if (!IsList) { yield break; }
        foreach (var item in element.EnumerateArray())
        {
            if (maximum-- <= 0) { yield break; }
            yield return new(item);
        }
    }

    /// <summary>The members of an object; of a list of one object, of that.</summary>
    public IEnumerable<JsonMember> Members()
    {
        if (Single is not { ValueKind: JsonValueKind.Object } holder) { yield break; }
        foreach (var member in holder.EnumerateObject()) { yield return new(member.Name, new(member.Value)); }
    }

    /// <summary>A number, also as text with an exponent or a scale ("4.29 G"); a list of one stands for its element.</summary>
    public double? Number()
    {
        var value = Single;
        double? number = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out double n) ? n : null,
            JsonValueKind.String => NumberText.Read(value.GetString()),
            _ => null,
        };
        return number is { } finite && double.IsFinite(finite) ? finite : null;
    }

    /// <summary>A speed: not negative, not absurd.</summary>
    public double? Rate(double factor = 1) => ReadingRules.Rate(Number() * factor);

    /// <summary>A counter.</summary>
    public long? Count() => Number() is { } number and >= 0 and <= LargestCount ? (long)number : null;

    /// <summary>Something that can be true, also as 1.</summary>
    public bool? Truth() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Number() is { } number ? number != 0 : null,
    };

    /// <summary>A text as it is, of any length; null when it is none.</summary>
    public string? Raw() => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    /// <summary>A text, trimmed and cut; a number as it is written. Null when it is empty.</summary>
    public string? Text() => element.ValueKind switch
    {
        JsonValueKind.String => ReadingRules.Text(element.GetString()),
        JsonValueKind.Number => ReadingRules.Text(element.GetRawText()),
        _ => null,
    };
}
