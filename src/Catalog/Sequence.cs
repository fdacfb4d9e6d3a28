namespace BloxOs;

/// <summary>
/// The two operators that the agent and the catalog use most, found before those of System.Linq: one iterator each. The framework's bring a dozen types per
/// pair of element and result, which a native binary carries for every pair: a quarter of a megabyte of the agent.
/// </summary>
internal static class Sequence
{
    /// <summary>The result of <paramref name="selector"/> for each element, when it is asked for.</summary>
    public static IEnumerable<TResult> Select<T, TResult>(this IEnumerable<T> source, Func<T, TResult> selector)
    {
        foreach (var item in source) { yield return selector(item); }
    }

    /// <summary>The elements that <paramref name="predicate"/> holds for, when they are asked for.</summary>
    public static IEnumerable<T> Where<T>(this IEnumerable<T> source, Func<T, bool> predicate)
    {
        foreach (var item in source)
        {
            if (predicate(item)) { yield return item; }
        }
    }
}
