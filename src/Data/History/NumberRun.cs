using System.Numerics;

namespace BloxOs.Data.History;

/// <summary>
/// A run of whole numbers, packed. Of the numbers themselves, their differences and the differences of those the shortest is written: readings that
/// wobble, counters, and clocks. A power of ten that divides them all is taken out first, so that unused precision costs nothing.
/// </summary>
internal static class NumberRun
{
    /// <summary>Numbers that share a width. Smaller follows changes sooner, larger costs fewer widths.</summary>
    const int Block = 32;

    const int MostDifferences = 2, MostZeros = 18;

    /// <summary>Writes all of them.</summary>
    public static void Write(BitWriter into, ReadOnlySpan<long> numbers)
    {
        if (numbers.Length == 0) { return; }
        int zeros = CommonZeros(numbers);
        long[] run = new long[numbers.Length];
        long divisor = PowersOfTen[zeros];
        for (int i = 0; i < run.Length; i++) { run[i] = numbers[i] / divisor; }

        long[] best = [.. run];
        int differences = 0;
        long bits = Cost(run);
        for (int order = 1; order <= MostDifferences && run.Length > order; order++)
        {
            Differentiate(run, order);
            if (Cost(run) is var cost && cost < bits)
            {
                run.CopyTo(best, 0);
                (differences, bits) = (order, cost);
            }
        }
        into.Write((ulong)zeros, 5);
        into.Write((ulong)differences, 2);
        WriteBlocks(into, best);
    }

    /// <summary>Reads as many as were written.</summary>
    /// <exception cref="InvalidDataException">Not what <see cref="Write"/> wrote.</exception>
    public static void Read(ref BitReader from, Span<long> numbers)
    {
        if (numbers.Length == 0) { return; }
        int zeros = (int)from.Read(5), differences = (int)from.Read(2);
        if (zeros > MostZeros || differences > MostDifferences) { throw new InvalidDataException("A run of an unknown kind."); }
        ReadBlocks(ref from, numbers);
        for (int order = differences; order > 0; order--)
        {
            for (int i = order; i < numbers.Length; i++) { numbers[i] = unchecked(numbers[i] + numbers[i - 1]); }
        }
        long factor = PowersOfTen[zeros];
        if (factor > 1) { foreach (ref long number in numbers) { number = unchecked(number * factor); } }
    }

    /// <summary>Passes over as many as were written.</summary>
    /// <exception cref="InvalidDataException">Not what <see cref="Write"/> wrote.</exception>
    public static void Skip(ref BitReader from, int count)
    {
        if (count == 0) { return; }
        from.Skip(7);
        for (int start = 0; start < count; start += Block)
        {
            int width = ReadWidth(ref from);
            from.ReadSigned();
            from.Skip((long)width * Math.Min(Block, count - start));
        }
    }

    // In place, from the end; wraps around, and so does the way back. The first ones of each order stay as they are.
    static void Differentiate(Span<long> run, int order)
    {
        for (int i = run.Length - 1; i >= order; i--) { run[i] = unchecked(run[i] - run[i - 1]); }
    }

    static void WriteBlocks(BitWriter into, ReadOnlySpan<long> run)
    {
        long before = 0;
        for (int start = 0; start < run.Length; start += Block)
        {
            var block = run.Slice(start, Math.Min(Block, run.Length - start));
            var (least, width) = Frame(block);
            into.Write((ulong)width, 7);
            into.WriteSigned(unchecked(least - before));
            foreach (long number in block) { into.Write(unchecked((ulong)(number - least)), width); }
            before = least;
        }
    }

    static void ReadBlocks(ref BitReader from, Span<long> run)
    {
        long least = 0;
        for (int start = 0; start < run.Length; start += Block)
        {
            int width = ReadWidth(ref from);
            least = unchecked(least + from.ReadSigned());
            foreach (ref long number in run.Slice(start, Math.Min(Block, run.Length - start))) { number = unchecked(least + (long)from.Read(width)); }
        }
    }

    static int ReadWidth(ref BitReader from) => (int)from.Read(7) is var width && width <= 64 ? width : throw new InvalidDataException("A width over 64 bits.");

    static (long Least, int Width) Frame(ReadOnlySpan<long> block)
    {
        long least = block[0], most = block[0];
        foreach (long number in block)
        {
            least = Math.Min(least, number);
            most = Math.Max(most, number);
        }
        return (least, 64 - BitOperations.LeadingZeroCount(unchecked((ulong)(most - least))));
    }

    static long Cost(ReadOnlySpan<long> run)
    {
        long bits = 0, before = 0;
        for (int start = 0; start < run.Length; start += Block)
        {
            var block = run.Slice(start, Math.Min(Block, run.Length - start));
            var (least, width) = Frame(block);
            ulong step = ZigZag.Code(unchecked(least - before));
            bits += 7 + (5 * Math.Max(1, (67 - BitOperations.LeadingZeroCount(step)) / 4)) + ((long)width * block.Length);
            before = least;
        }
        return bits;
    }

    static int CommonZeros(ReadOnlySpan<long> numbers)
    {
        int zeros = MostZeros;
        bool anything = false;
        foreach (long number in numbers)
        {
            if (number == 0) { continue; }
            anything = true;
            while (number % PowersOfTen[zeros] != 0) { zeros--; }
            if (zeros == 0) { break; }
        }
        return anything ? zeros : 0;
    }

    static readonly long[] PowersOfTen = [.. Enumerable.Range(0, MostZeros + 1).Select(n => (long)BigInteger.Pow(10, n))];
}
