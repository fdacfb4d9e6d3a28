using System.Text.Encodings.Web;
using System.Text.Json;
using BloxOs.Protocol;

namespace BloxOs.Agent.Status;

/// <summary>What <c>status --json</c> prints: <c>{"inventory": …, "sample": …}</c>, in the words of the wire.</summary>
internal static class StatusJson
{
    /// <summary>Indented UTF-8 JSON.</summary>
    public static byte[] Write(Inventory inventory, Stats sample)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WritePropertyName("inventory");
            JsonSerializer.Serialize(json, inventory, ProtocolJson.Default.Inventory);
            json.WritePropertyName("sample");
            JsonSerializer.Serialize(json, sample, ProtocolJson.Default.Stats);
            json.WriteEndObject();
        }
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }
}
