namespace BloxOs.Agent.Control;

/// <summary>Order of names with numbers in them, in which 0.10 comes after 0.9.</summary>
internal sealed class NumberedNames : IComparer<string>
{
    NumberedNames() { }

    /// <summary>The order.</summary>
    public static NumberedNames Order { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        while (left.Length > 0 && right.Length > 0)
        {
            int order = char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0])
                ? CompareNumbers(Number(ref left), Number(ref right))
                : CompareAndStep(ref left, ref right);
            if (order != 0) { return order; }
        }
        return left.Length - right.Length;
    }

    static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length != right.Length ? left.Length - right.Length : left.SequenceCompareTo(right);

    static int CompareAndStep(ref ReadOnlySpan<char> left, ref ReadOnlySpan<char> right)
    {
        int order = left[0] - right[0];
        left = left[1..];
        right = right[1..];
        return order;
    }

    /// <summary>Takes the digits at the front, without leading zeros.</summary>
    static ReadOnlySpan<char> Number(ref ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        return digits.TrimStart('0');
    }
}
