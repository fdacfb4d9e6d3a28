using System.Text.Json;
using System.Text.Json.Nodes;

namespace BloxOs.Web.Tests.Api;

/// <summary>Input that is almost right, and input that is not: the same for the same seed.</summary>
internal sealed class WildInput(int seed)
{
    static readonly string[] s_texts =
    [
        "", " ", "0", "-1", "9223372036854775808", "1e3", "null", "undefined", "..", "../../etc/passwd", "' OR 1=1 --", "<script>", "{{7*7}}", "=cmd()", "@everyone", "\r\nX: y", "\u202e", "\u0000",
        "ñ火\U0001F525", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "{}", "[]", "true", "NaN", "2026-02-30T00:00:00Z", new('x', 700), "%00", "\\", "\"",
    ];

    readonly Random _random = new(seed);

    /// <summary>Some text.</summary>
    public string Text() => s_texts[_random.Next(s_texts.Length)];

    /// <summary>Some text that can stand in a path: the server refuses a NUL there before it becomes a request.</summary>
    public string PathPart() => Uri.EscapeDataString(Text().Replace("\0", "0", StringComparison.Ordinal)) is { Length: > 0 } part and not ("." or "..") ? part : "-";

    /// <summary>One of these.</summary>
    public T Pick<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    /// <summary>A body with one thing wrong.</summary>
    public string Almost(string valid)
    {
        var body = JsonNode.Parse(valid)!.AsObject();
        string[] names = [.. body.Select(static m => m.Key)];
        switch (_random.Next(7))
        {
            case 0 when names.Length > 0: body.Remove(Pick(names)); break;
            case 1 when names.Length > 0: body[Pick(names)] = null; break;
            case 2 when names.Length > 0: body[Pick(names)] = Any(3); break;
            case 3 when names.Length > 0: body[Pick(names)] = Text(); break;
            case 4: body[Pick((string[])["id", "tenantId", "role", "isAdmin", "ownerId", "createdAt", "$type", "__proto__"])] = Any(1); break;
            case 5: return body.ToJsonString() + Pick((string[])["}", ",", "x", "{}", "\0"]);
            default: return body.ToJsonString().Replace('"', '\'');
        }
        return body.ToJsonString();
    }

    /// <summary>Any text as a body.</summary>
    public string Wild() => _random.Next(4) switch
    {
        0 => Text(),
        1 => string.Concat(Enumerable.Repeat("[", _random.Next(1, 200))),
        2 => JsonSerializer.Serialize(Text()),
        _ => Any(12)?.ToJsonString() ?? "null",
    };

    JsonNode? Any(int depth) => _random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => null,
        1 => JsonValue.Create(_random.Next(2) == 0),
        2 => JsonValue.Create(_random.NextDouble() * Math.Pow(10, _random.Next(-300, 300))),
        3 => JsonValue.Create(_random.NextInt64(long.MinValue, long.MaxValue)),
        4 or 5 => JsonValue.Create(Text()),
        6 => new JsonArray([.. Enumerable.Range(0, _random.Next(5)).Select(_ => Any(depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, _random.Next(4)).Select(i => KeyValuePair.Create($"m{i}", Any(depth - 1)))),
    };
}
