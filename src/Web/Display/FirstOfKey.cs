namespace BloxOs.Web.Display;

/// <summary>Look-up tables from what others sent.</summary>
internal static class FirstOfKey
{
    /// <summary>By key; of several with one key the first counts, instead of an error.</summary>
    public static Dictionary<TKey, T> ToDictionaryFirst<TKey, T>(this IEnumerable<T> items, Func<T, TKey> key) where TKey : notnull
    {
        var table = new Dictionary<TKey, T>();
        foreach (var item in items) { table.TryAdd(key(item), item); }
        return table;
    }
}
