using BloxOs.Data.History;

namespace BloxOs.Data.Tests.History;

/// <summary>Does something else, once, between reading what waits and the transaction that has it.</summary>
internal sealed class LateStore(IHistoryStore inner, Func<Task> meanwhile) : PassingStore(inner)
{
    bool _done;

    protected override async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        if (!_done)
        {
            _done = true;
            await meanwhile();
        }
        return await write();
    }
}
