using System.Globalization;
using System.Text.Json;

namespace BloxOs.Web.Tests.Api;

/// <summary>Compares JSON with the JSON Schema of an OpenAPI document, as far as ours uses it. Members that the schema does not name are faults too: the document is to name all.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    /// <summary>What differs, by place.</summary>
    public IEnumerable<string> Faults(JsonElement value, JsonElement schema, string at = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference)) { return Faults(value, Resolve(reference.GetString()!), at); }
        foreach (string choice in (string[])["oneOf", "anyOf"])
        {
            if (!schema.TryGetProperty(choice, out var choices)) { continue; }
            return choices.EnumerateArray().Any(one => !Faults(value, one, at).Any()) ? [] : [$"{at}: {value} is none of the choices"];
        }
        if (schema.TryGetProperty("enum", out var allowed)) { return allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)) ? [] : [$"{at}: {value} is not in the enum"]; }
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(name => IsOf(value, name))) { return [$"{at}: {value.ValueKind} instead of {type}"]; }
        return value.ValueKind switch
        {
            JsonValueKind.Object => ObjectFaults(value, schema, at),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) => value.EnumerateArray().SelectMany((one, i) => Faults(one, items, $"{at}[{i}]")),
            JsonValueKind.String when schema.TryGetProperty("format", out var format) && format.GetString() == "date-time" =>
                DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _) ? [] : [$"{at}: {value} is no time"],
            _ => [],
        };
    }

    IEnumerable<string> ObjectFaults(JsonElement value, JsonElement schema, string at)
    {
        if (!schema.TryGetProperty("properties", out var properties)) { return [$"{at}: an object that the schema does not describe"]; }
        var missing = schema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Select(static r => r.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{at}: {name} is missing")
            : [];
        var wrong = value.EnumerateObject().SelectMany(member => properties.TryGetProperty(member.Name, out var inner)
            ? Faults(member.Value, inner, $"{at}.{member.Name}")
            : [$"{at}: {member.Name} is not in the schema"]);
        return missing.Concat(wrong);
    }

    /// <summary>What a reference points at.</summary>
    public JsonElement Resolve(string reference) => reference.TrimStart('#', '/').Split('/').Aggregate(document, static (at, name) => at.GetProperty(name));

    static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static t => t.GetString()!) : [type.GetString()!];

    static bool IsOf(JsonElement value, string name) => name switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };
}
