using System.Runtime.InteropServices;

namespace BloxOs.Agent.Native;

/// <summary>Standard output or standard error, for writing. Console's own streams bring 60 KB that know terminals and keyboards.</summary>
internal sealed class StandardStream : Stream
{
    const int StandardOutput = 1, StandardError = 2;
    const int BrokenPipe = 32, Interrupted = 4, TryAgain = 11;

    readonly int _file;

    StandardStream(int file) => _file = file;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Standard output.</summary>
    public static Stream Output() => new StandardStream(StandardOutput);

    /// <summary>Text on standard output, written at once.</summary>
    public static TextWriter OutputText() => new StreamWriter(Output()) { AutoFlush = true };

    /// <summary>Text on standard error, written at once.</summary>
    public static TextWriter ErrorText() => new StreamWriter(new StandardStream(StandardError)) { AutoFlush = true };

    /// <summary>Writes all of it; what nobody reads any more is dropped, and so is a log that a disk has no room for.</summary>
    /// <exception cref="IOException">Standard output cannot be written: a full disk.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            nint written = Libc.Write(_file, buffer);
            if (written >= 0) { buffer = buffer[(int)written..]; }
            else
            {
                int error = Marshal.GetLastPInvokeError();
                if (error == BrokenPipe || _file == StandardError) { return; }
                if (error == TryAgain) { Libc.WaitToWrite(_file); }
                else if (error != Interrupted) { throw new IOException($"error {error} of write"); }
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
