namespace BloxOs.Grains.Notes;

/// <summary>
/// What the page that follows a form has to know, so that it has an address of its own: loaded again and gone back to, it is the same. Kept in memory for about
/// an hour after it was last read; a silo that ends takes its notes along. The grain's key is an opaque id made for the note.
/// </summary>
[Alias("bloxos.INoteGrain")]
public interface INoteGrain : IGrainWithStringKey
{
    /// <summary>Longest note, bytes.</summary>
    const int MaxBytes = 4 << 20;

    /// <summary>Keeps it in the place of what was there.</summary>
    /// <param name="reader">Who may read it, and where: only the same words get it back.</param>
    /// <param name="text">The note.</param>
    /// <exception cref="ArgumentException">It is longer than <see cref="MaxBytes"/>.</exception>
    [Alias("Keep")]
    Task Keep(string reader, byte[] text);

    /// <summary>The note; null when there is none any more, or none for this reader.</summary>
    [Alias("Read")]
    Task<byte[]?> Read(string reader);
}
