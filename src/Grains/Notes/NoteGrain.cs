namespace BloxOs.Grains.Notes;

/// <summary>Keeps one note while somebody may come back to it.</summary>
[GrainType("note"), CollectionAgeLimit(Minutes = 60)]
internal sealed class NoteGrain : Grain, INoteGrain
{
    (string Reader, byte[] Text)? _note;

    public Task Keep(string reader, byte[] text)
    {
        if (text.Length > INoteGrain.MaxBytes) { throw new ArgumentException($"A note has at most {INoteGrain.MaxBytes} bytes, this one has {text.Length}.", nameof(text)); }
        _note = (reader, text);
        return Task.CompletedTask;
    }

    public Task<byte[]?> Read(string reader)
    {
        if (_note is null) { DeactivateOnIdle(); }   // somebody guesses ids
        return Task.FromResult(_note is { } note && note.Reader == reader ? note.Text : null);
    }
}
