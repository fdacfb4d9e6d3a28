using System.Runtime.InteropServices;

namespace BloxOs.Agent.Native;

/// <summary>An array of C strings with a null at its end, as <c>argv</c> and <c>environ</c> are.</summary>
internal sealed class NativeStrings : IDisposable
{
    readonly nint[] _strings;

    public NativeStrings(IReadOnlyList<string> texts)
    {
        _strings = [.. texts.Select(Marshal.StringToCoTaskMemUTF8)];
        Pointer = Marshal.AllocHGlobal((texts.Count + 1) * nint.Size);
        for (int i = 0; i < _strings.Length; i++) { Marshal.WriteIntPtr(Pointer, i * nint.Size, _strings[i]); }
        Marshal.WriteIntPtr(Pointer, _strings.Length * nint.Size, 0);
    }

    /// <summary>Where the array lies.</summary>
    public nint Pointer { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nint text in _strings) { Marshal.FreeCoTaskMem(text); }
        Marshal.FreeHGlobal(Pointer);
    }
}
