using System.Buffers;
using System.Text;

namespace BloxOs.Data.History;

/// <summary>Text that goes beside the numbers of a chunk, as bytes.</summary>
internal sealed class LabelWriter
{
    readonly ArrayBufferWriter<byte> _bytes = new();

    public void Number(long value)
    {
        ulong rest = ZigZag.Code(value);
        for (; rest >= 0x80; rest >>= 7) { _bytes.Write([(byte)(rest | 0x80)]); }
        _bytes.Write([(byte)rest]);
    }

    public void Text(string? text)
    {
        if (text is null)
        {
            Number(-1);
            return;
        }
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Number(bytes.Length);
        _bytes.Write(bytes);
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
