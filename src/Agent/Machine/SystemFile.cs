namespace BloxOs.Agent.Machine;

/// <summary>Small files of the kernel: what cannot be read is absent, never an error.</summary>
internal static class SystemFile
{
    const int MaximumCharacters = 1024 * 1024;

    /// <summary>A single value is no longer; what is longer is none, or it could burst the message that it goes into.</summary>
    const int MaximumValue = 256;

    /// <summary>The text, or null; cut at a million characters. Zero bytes, with which some drivers pad their values, also in the middle, are left out.</summary>
    public static string? Text(string path) => TextWithZeros(path)?.Replace("\0", "", StringComparison.Ordinal);

    /// <summary>The text as it is, for files in which zero bytes separate words.</summary>
    public static string? TextWithZeros(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            char[] buffer = new char[4096];
            var text = new System.Text.StringBuilder();
            while (text.Length < MaximumCharacters && reader.Read(buffer) is > 0 and var count) { text.Append(buffer, 0, count); }
            return text.ToString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }

    /// <summary>The bytes, cut at a maximum; empty when it cannot be read.</summary>
    public static ReadOnlySpan<byte> Bytes(string path, int maximum)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            byte[] bytes = new byte[maximum];
            return bytes.AsSpan(0, file.ReadAtLeast(bytes, maximum, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return []; }
    }

    /// <summary>The value of a <c>KEY=value</c> line; null when there is none.</summary>
    public static string? Value(string path, string key)
    {
        string? text = Text(path);
        foreach (var range in (text ?? "").AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).Trim();
            if (line.Length > key.Length && line.StartsWith(key, StringComparison.Ordinal) && line[key.Length] == '=')
            {
                return line[(key.Length + 1)..].Trim() is { Length: > 0 and <= MaximumValue } value ? value.ToString() : null;
            }
        }
        return null;
    }

    /// <summary>The first line without surrounding blanks; null when there is none, or it is empty or too long for a value.</summary>
    public static string? Line(string path) => Text(path)?.Split('\n', 2)[0].Trim() is { Length: > 0 and <= MaximumValue } line ? line : null;

    /// <summary>Folders in a folder, in order; none when it cannot be read.</summary>
    public static IReadOnlyList<string> Directories(string path)
    {
        try { return [.. Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal)]; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return []; }
    }

    /// <summary>Files in a folder that match, in order; none when it cannot be read.</summary>
    public static IReadOnlyList<string> Files(string path, string pattern)
    {
        try { return [.. Directory.EnumerateFiles(path, pattern).Order(StringComparer.Ordinal)]; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return []; }
    }
}
