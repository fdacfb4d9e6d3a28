using BloxOs.TestServers;
using BloxOs.Web.Live;

namespace BloxOs.Web.Tests.Live;

public sealed class FarmMemoryTests
{
    [Fact]
    public void What_changed_and_what_left_is_known_since_the_farm_is_and_for_an_hour()
    {
        var time = new ShiftedTime();
        var memory = new FarmMemory(time);
        Assert.False(memory.Reaches(time.GetUtcNow()));
        memory.Begin();
        var begun = time.GetUtcNow();
        time.Advance(TimeSpan.FromMinutes(1));
        memory.Note(["a", "b"], ["gone"]);
        Assert.True(memory.Reaches(begun));
        Assert.False(memory.Reaches(begun.AddMinutes(-1)));
        Assert.Equal(["a", "b"], memory.ChangedSince(begun).Order());
        Assert.Equal(["gone"], memory.RemovedSince(begun));
        time.Advance(TimeSpan.FromMinutes(1));
        var later = time.GetUtcNow();
        Assert.Empty(memory.RemovedSince(later));
        memory.Note(["gone"], ["a"]);   // it came back
        Assert.Equal(["a"], memory.RemovedSince(begun));
        Assert.True(memory.HasChanged("gone", later));
        Assert.False(memory.HasChanged("a", begun));
        time.Advance(FarmMemory.KeepFor);
        memory.Note([], ["b"]);
        Assert.Equal(["b"], memory.RemovedSince(begun));
        Assert.False(memory.Reaches(begun));
    }
}
