using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace BloxOs.Web.Api;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the order that was asked for.</param>
/// <param name="NextCursor">For the next page, as <c>cursor</c>; null on the last one.</param>
internal sealed record ApiPage<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Cuts pages out of lists. A cursor names the last entry seen, so that what is added or removed meanwhile shifts nothing.</summary>
internal static class ApiPage
{
    const char Separator = '\n';
    const int LongestCursor = 1_000;
    const int CursorParts = 3;

    /// <summary>One page; false when limit or cursor make no sense.</summary>
    /// <param name="all">Everything that may be seen and was asked for.</param>
    /// <param name="order">Name of the order, in which a cursor is good; a minus before it turns it round.</param>
    /// <param name="keyOf">By what it sorts, ordinally.</param>
    /// <param name="idOf">Breaks ties.</param>
    /// <param name="asked">Limit and cursor.</param>
    /// <param name="page">The page.</param>
    public static bool TryCut<T>(IEnumerable<T> all, string order, Func<T, string> keyOf, Func<T, string> idOf, PageQuery asked, [NotNullWhen(true)] out ApiPage<T>? page)
    {
        page = null;
        int limit = asked.Limit ?? ApiLimits.DefaultPage;
        if (limit is < 1 or > ApiLimits.MaxPage) { return false; }
        Place? after = null;
        if (asked.Cursor is { } text && (after = Read(text, order)) is null) { return false; }

        int sign = order.StartsWith('-') ? -1 : 1;
        var places = Comparer<Place>.Create((a, b) => sign * a.CompareTo(b));
        var rest = all.Select(item => (Item: item, Place: new Place(keyOf(item), idOf(item))))
            .Where(one => after is not { } last || places.Compare(one.Place, last) > 0)
            .OrderBy(static one => one.Place, places).Take(limit + 1).ToList();
        var shown = rest.Take(limit).ToList();
        page = new([.. shown.Select(static one => one.Item)], rest.Count > limit ? Write(shown[^1].Place, order) : null);
        return true;
    }

    static string Write(Place place, string order) =>
        WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(string.Join(Separator, order, place.Id, place.Key)));

    static Place? Read(string cursor, string order)
    {
        if (cursor.Length is 0 or > LongestCursor) { return null; }
        try
        {
            string[] parts = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(cursor)).Split(Separator, CursorParts);
            return parts.Length == CursorParts && parts[0] == order ? new(parts[2], parts[1]) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    readonly record struct Place(string Key, string Id) : IComparable<Place>
    {
        public int CompareTo(Place other)
        {
            int byKey = string.CompareOrdinal(Key, other.Key);
            return byKey != 0 ? byKey : string.CompareOrdinal(Id, other.Id);
        }
    }
}
