namespace BloxOs.Grains.Farms;

/// <summary>
/// Writes of one grain whose calls interleave: one at a time, and whoever asks while one waits for its turn shares it. A hundred rigs that
/// are added at once cost a few writes. Only for use on the grain's own scheduler.
/// </summary>
/// <param name="write">Writes the state as it is; after a failure it has put memory back to what the store holds.</param>
internal sealed class SharedSave(Func<Task> write)
{
    Task _last = Task.CompletedTask;
    Task? _waiting;

    /// <summary>Completes when everything that stands in memory now is stored.</summary>
    public Task SaveAsync()
    {
        if (_waiting is null)
        {
            // A failed write takes back what was changed while it ran: those who wait behind it fail with it, later ones do not.
            var before = _last.IsCompleted ? Task.CompletedTask : _last;
            _last = _waiting = AfterAsync(before);
        }
        return _waiting;
    }

    async Task AfterAsync(Task before)
    {
        await Task.Yield();   // so that _waiting is set, and others of this moment join
        try { await before; }
        finally { _waiting = null; }
        await write();
    }
}
