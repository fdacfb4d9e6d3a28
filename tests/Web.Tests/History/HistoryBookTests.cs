using BloxOs.Data.History;
using BloxOs.Web.History;

namespace BloxOs.Web.Tests.History;

public sealed class HistoryBookTests
{
    [Fact]
    public async Task A_rig_or_farm_with_more_lines_than_there_is_room_for_has_fewer_points()
    {
        var history = new SmallHistory(most: 300);
        var book = new HistoryBook(history, null!, TimeProvider.System);
        await book.FarmAsync("farm", book.Range("24h", null, null)!, asTable: false, TestContext.Current.CancellationToken);
        Assert.Equal([120, 200, 3_000], history.Asked.Order());
        await Assert.ThrowsAsync<ArgumentException>(() => new HistoryBook(new SmallHistory(most: 10), null!, TimeProvider.System)
            .FarmAsync("farm", book.Range("24h", null, null)!, asTable: false, TestContext.Current.CancellationToken));
    }

    sealed class SmallHistory(int most) : IHistoryReader
    {
        public List<int> Asked { get; } = [];

        public Task<HistoryAnswer> ReadAsync(HistoryQuery query, CancellationToken cancellation)
        {
            Asked.Add(query.MaxPoints);
            return query.MaxPoints > most
                ? Task.FromException<HistoryAnswer>(new ArgumentException("That is more values than there is room for."))
                : Task.FromResult(new HistoryAnswer(HistoryResolution.Raw, TimeSpan.Zero, [], [], default));
        }
    }
}
