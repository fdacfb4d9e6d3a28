using BloxOs.Grains.Identity;
using BloxOs.Grains.Notes;

namespace BloxOs.Grains.Tests.Notes;

[Collection<SharedSilos>]
public sealed class NoteGrainTests(TwoSilos silos)
{
    [Fact]
    public async Task A_note_is_read_by_who_it_was_kept_for_as_often_as_he_likes_and_by_nobody_else()
    {
        var note = silos.Cluster.Client.GetGrain<INoteGrain>(OpaqueId.New());
        Assert.Null(await note.Read("mara"));
        await note.Keep("mara", [1, 2, 3]);
        Assert.Equal([1, 2, 3], await note.Read("mara"));
        Assert.Equal([1, 2, 3], await note.Read("mara"));
        Assert.Null(await note.Read("jon"));
        await note.Keep("jon", [4]);
        Assert.Null(await note.Read("mara"));
        await Assert.ThrowsAsync<ArgumentException>(() => note.Keep("jon", new byte[INoteGrain.MaxBytes + 1]));
        Assert.Equal([4], await note.Read("jon"));
        await silos.Cluster.DeactivateAsync(note);   // in memory alone
        Assert.Null(await note.Read("jon"));
    }
}
