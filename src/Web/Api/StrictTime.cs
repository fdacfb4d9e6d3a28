using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BloxOs.Web.Api;

/// <summary>Points in time say their zone: RFC 3339, <c>2026-11-22T20:15:00Z</c> or with an offset. Nobody guesses it.</summary>
internal sealed class StrictTime : JsonConverter<DateTimeOffset>
{
    static readonly string[] s_forms = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Reads one; null when it is none.</summary>
    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParseExact(text, s_forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Read(reader.GetString()) is { } time ? time : throw new JsonException("Not a point in time.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
