using System.Text.Json;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>Reads a heartbeat.</summary>
internal static class HeartbeatReader
{
    /// <summary>Its number, and what the agent's clock shows, Unix milliseconds; 0 for what it does not have.</summary>
    /// <exception cref="MessageFault">Not JSON, or too many members.</exception>
    public static (long Number, long At) Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            long number = 0, at = 0;
            int members = 0;
            var reader = MessageScan.Read(utf8);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (++members > ProtocolLimits.UnknownMembers) { throw MessageScan.TooManyMembers(); }
                bool isNumber = reader.ValueTextEquals("number"u8), isTime = reader.ValueTextEquals("at"u8);
                reader.Read();
                if (reader.TokenType != JsonTokenType.Number || !(isNumber || isTime) || !reader.TryGetInt64(out long value) || value <= 0) { reader.Skip(); }
                else if (isNumber) { number = value; }
                else { at = value; }
            }
            reader.Read();   // throws on anything behind the object
            return (number, at);
        }
        catch (Exception failure) when (MessageScan.IsNotJson(failure)) { throw new MessageFault(CloseCodes.Policy, "not JSON"); }
    }
}
