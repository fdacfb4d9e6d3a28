using BloxOs.Data.History;

namespace BloxOs.Data.Tests.History;

/// <summary>Prints a line before each transaction.</summary>
internal sealed class TellingStore(IHistoryStore inner) : PassingStore(inner)
{
    protected override Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        Console.WriteLine(JobsChild.Writes);
        return write();
    }
}
