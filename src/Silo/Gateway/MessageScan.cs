using System.Text.Json;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>Finds out what a message is and that it is one well-formed JSON object within the limits.</summary>
internal static class MessageScan
{
    static readonly JsonReaderOptions Strict = new() { MaxDepth = ProtocolLimits.JsonDepth };

    /// <summary>A reader with the limits of the wire.</summary>
    public static Utf8JsonReader Read(ReadOnlySpan<byte> utf8) => new(utf8, Strict);

    /// <summary>The kind: at once when the discriminator comes first, else after a look at the top level.</summary>
    /// <exception cref="MessageFault">Not a JSON object, or without a type.</exception>
    public static MessageKind KindOf(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = Read(utf8);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) { throw new MessageFault(CloseCodes.Policy, "not a JSON object"); }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isType = reader.ValueTextEquals("type"u8);
                reader.Read();
                if (isType) { return KindOf(ref reader); }
                reader.Skip();
            }
            throw new MessageFault(CloseCodes.Policy, "no message type");
        }
        catch (Exception failure) when (IsNotJson(failure)) { throw new MessageFault(CloseCodes.Policy, "not JSON"); }
    }

    /// <summary>Reads an unknown message to its end, so that what is not JSON is noticed whatever its type.</summary>
    public static void CheckWhole(ReadOnlySpan<byte> utf8) => CheckMembers(utf8, ProtocolLimits.UnknownMembers);

    /// <summary>Reads a message to its end and counts its members.</summary>
    /// <exception cref="MessageFault">Not JSON, or over the count.</exception>
    public static void CheckMembers(ReadOnlySpan<byte> utf8, int limit)
    {
        try
        {
            var reader = Read(utf8);
            int members = 0;
            while (reader.Read()) { if (reader.TokenType == JsonTokenType.PropertyName && ++members > limit) { throw TooManyMembers(); } }
        }
        catch (Exception failure) when (IsNotJson(failure)) { throw new MessageFault(CloseCodes.Policy, "not JSON"); }
    }

    /// <summary>What the reader throws; the second one for an escaped half of a surrogate pair, which it notices only when the text is asked for.</summary>
    public static bool IsNotJson(Exception failure) => failure is JsonException or InvalidOperationException;

    /// <summary>What is thrown over a count of members.</summary>
    public static MessageFault TooManyMembers() => new(CloseCodes.Policy, "too many members");

    static MessageKind KindOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String) { throw new MessageFault(CloseCodes.Policy, "the message type is not a text"); }
        if (reader.ValueSpan.Length > ProtocolLimits.TextLength) { throw new MessageFault(CloseCodes.Policy, "the message type is too long"); }
        if (reader.ValueTextEquals("heartbeat"u8)) { return MessageKind.Heartbeat; }
        if (reader.ValueTextEquals("stats"u8)) { return MessageKind.Stats; }
        if (reader.ValueTextEquals("hello"u8)) { return MessageKind.Hello; }
        if (reader.ValueTextEquals("inventory"u8)) { return MessageKind.Inventory; }
        if (reader.ValueTextEquals("backlog"u8)) { return MessageKind.Backlog; }
        if (reader.ValueTextEquals("live"u8)) { return MessageKind.Live; }
        if (reader.ValueTextEquals("commandState"u8)) { return MessageKind.CommandState; }
        if (reader.ValueTextEquals("applied"u8)) { return MessageKind.Applied; }
        if (reader.ValueTextEquals("minerLog"u8)) { return MessageKind.MinerLog; }
        if (ServerOnly(ref reader)) { throw new MessageFault(CloseCodes.Policy, "a message that only the server sends"); }
        return MessageKind.Unknown;
    }

    static bool ServerOnly(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("welcome"u8) || reader.ValueTextEquals("ack"u8) || reader.ValueTextEquals("settings"u8)
        || reader.ValueTextEquals("command"u8) || reader.ValueTextEquals("desired"u8) || reader.ValueTextEquals("commandNoted"u8) || reader.ValueTextEquals("watchLog"u8)
        || reader.ValueTextEquals("revoke"u8);
}
