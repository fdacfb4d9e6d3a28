using BloxOs.Data.History;

namespace BloxOs.Data.Tests.History;

/// <summary>Lets so many transactions through, then its process is gone: before the next one is written, or behind it, before anybody hears of it.</summary>
internal sealed class DyingStore(IHistoryStore inner, int survive, bool written = false) : PassingStore(inner)
{
    int _left = survive;

    /// <summary>It died.</summary>
    public bool IsDead { get; private set; }

    protected override async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        bool dies = _left-- == 0;
        if (dies && !written) { throw Gone(); }
        var result = await write();
        return dies ? throw Gone() : result;
    }

    InsufficientMemoryException Gone()
    {
        IsDead = true;
        return new("The process is gone.");
    }
}
