using System.Text.Json;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>Reads the one thing that matters of a heartbeat.</summary>
internal static class HeartbeatReader
{
    /// <summary>Its number; 0 when it has none.</summary>
    /// <exception cref="MessageFault">Not JSON, or too many members.</exception>
    public static long NumberOf(ReadOnlySpan<byte> utf8)
    {
        try
        {
            long number = 0;
            int members = 0;
            var reader = MessageScan.Read(utf8);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (++members > ProtocolLimits.UnknownMembers) { throw MessageScan.TooManyMembers(); }
                bool isNumber = reader.ValueTextEquals("number"u8);
                reader.Read();
                if (isNumber && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value) && value > 0) { number = value; }
                else { reader.Skip(); }
            }
            reader.Read();   // throws on anything behind the object
            return number;
        }
        catch (Exception failure) when (MessageScan.IsNotJson(failure)) { throw new MessageFault(CloseCodes.Policy, "not JSON"); }
    }
}
