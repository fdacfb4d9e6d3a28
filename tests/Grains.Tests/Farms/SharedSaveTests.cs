using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Tests.Farms;

public sealed class SharedSaveTests
{
    readonly List<TaskCompletionSource> _writes = [];
    readonly SharedSave _save;
    int _value, _stored;

    public SharedSaveTests() => _save = new(async () =>
    {
        var done = new TaskCompletionSource();
        int written = _value;
        _writes.Add(done);
        try { await done.Task; }
        catch
        {
            _value = _stored;
            throw;
        }
        _stored = written;
    });

    [Fact]
    public async Task Those_who_come_while_one_is_written_share_the_next() => await OnOneThread(async () =>
    {
        var first = Change();
        await Begun(1);
        var later = Enumerable.Range(0, 50).Select(_ => Change()).ToList();
        _writes[0].SetResult();
        await first;
        Assert.Equal(1, _stored);
        Assert.All(later, task => Assert.False(task.IsCompleted));
        await Begun(2);
        _writes[1].SetResult();
        await Task.WhenAll(later);
        Assert.Equal((51, 2), (_stored, _writes.Count));
    });

    [Fact]
    public async Task Whose_change_a_failed_write_took_back_is_told_and_the_next_is_not() => await OnOneThread(async () =>
    {
        var first = Change();
        await Begun(1);
        var second = Change();
        _writes[0].SetException(new IOException("full"));
        await Assert.ThrowsAsync<IOException>(() => first);
        await Assert.ThrowsAsync<IOException>(() => second);
        Assert.Equal((0, 1), (_value, _writes.Count));

        var third = Change();
        await Begun(2);
        _writes[1].SetResult();
        await third;
        Assert.Equal(1, _stored);
    });

    Task Change()
    {
        _value++;
        return _save.SaveAsync();
    }

    async Task Begun(int writes) { while (_writes.Count < writes) { await Task.Yield(); } }

    /// <summary>As in a grain: one thing at a time.</summary>
    static async Task OnOneThread(Func<Task> test) =>
        await Task.Factory.StartNew(test, TestContext.Current.CancellationToken, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();
}
