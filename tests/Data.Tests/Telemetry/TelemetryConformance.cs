using BloxOs.Data.Telemetry;

namespace BloxOs.Data.Tests.Telemetry;

/// <summary>What every telemetry store does.</summary>
public abstract class TelemetryConformance : DatabaseTest
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddYears(1);

    private static TelemetrySample Sample(string rig, long sequence, int seconds = 0, byte[]? payload = null)
        => new(rig, sequence, Start.AddSeconds(seconds), payload ?? [1, (byte)sequence]);

    [Fact]
    public async Task An_appended_sample_is_read_back_as_it_was()
    {
        await using var stores = await OpenAsync();
        var at = Start.AddMilliseconds(123);
        await stores.Telemetry.AppendAsync(new TelemetrySample("rig", 7, at.ToOffset(TimeSpan.FromHours(5)), new byte[] { 1, 0, 255 }));

        var read = Assert.Single(await stores.Telemetry.ReadAsync("rig", Start, End, 10, Cancellation));
        Assert.Equal(("rig", 7L, at), (read.RigId, read.Sequence, read.At));
        Assert.Equal([1, 0, 255], read.Payload.ToArray());
    }

    [Fact]
    public async Task An_empty_payload_is_stored()
    {
        await using var stores = await OpenAsync();
        await stores.Telemetry.AppendAsync(Sample("rig", 1, 0, []));
        Assert.Equal(0, Assert.Single(await stores.Telemetry.ReadAsync("rig", Start, End, 10, Cancellation)).Payload.Length);
    }

    [Fact]
    public async Task A_slice_of_a_larger_buffer_stores_only_the_slice()
    {
        await using var stores = await OpenAsync();
        await stores.Telemetry.AppendAsync(new TelemetrySample("rig", 1, Start, new byte[] { 9, 1, 2, 9 }.AsMemory(1, 2)));
        Assert.Equal([1, 2], Assert.Single(await stores.Telemetry.ReadAsync("rig", Start, End, 10, Cancellation)).Payload.ToArray());
    }

    [Fact]
    public async Task A_read_takes_the_samples_of_one_rig_from_including_to_excluding_in_order_up_to_the_limit()
    {
        await using var stores = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => stores.Telemetry.AppendAsync(Sample("a", i, i))));
        await stores.Telemetry.AppendAsync(Sample("b", 1, 5));

        var range = await stores.Telemetry.ReadAsync("a", Start.AddSeconds(3), Start.AddSeconds(9), 100, Cancellation);
        Assert.Equal([3, 4, 5, 6, 7, 8], range.Select(s => s.Sequence));
        var limited = await stores.Telemetry.ReadAsync("a", Start.AddSeconds(3), Start.AddSeconds(9), 2, Cancellation);
        Assert.Equal([3, 4], limited.Select(s => s.Sequence));
    }

    [Fact]
    public async Task The_order_is_by_sequence_also_when_a_clock_went_back()
    {
        await using var stores = await OpenAsync();
        await stores.Telemetry.AppendAsync(Sample("rig", 1, 100));
        await stores.Telemetry.AppendAsync(Sample("rig", 2, 50));
        await stores.Telemetry.AppendAsync(Sample("rig", 3, 101));
        Assert.Equal([1, 2, 3], (await stores.Telemetry.ReadAsync("rig", Start, End, 10, Cancellation)).Select(s => s.Sequence));
    }

    [Fact]
    public async Task A_sample_that_is_stored_already_stays_as_it_is()
    {
        await using var stores = await OpenAsync();
        await stores.Telemetry.AppendAsync(Sample("rig", 1, 0, [1]));
        await stores.Telemetry.AppendAsync(Sample("rig", 1, 9, [2]));
        await Task.WhenAll(stores.Telemetry.AppendAsync(Sample("rig", 2, 1, [3])), stores.Telemetry.AppendAsync(Sample("rig", 2, 2, [4])));

        var read = await stores.Telemetry.ReadAsync("rig", Start, End, 10, Cancellation);
        Assert.Equal([(byte)1, (byte)3], read.Select(s => s.Payload.Span[0]));
    }

    [Fact]
    public async Task The_highest_sequence_is_0_for_an_unknown_rig_and_survives_packing_and_reopening()
    {
        var options = await NewDatabaseAsync() with { TelemetryBatching = Quick };
        await using (var stores = await Stores.OpenAsync(options))
        {
            Assert.Equal(0, await stores.Telemetry.HighestSequenceAsync("rig", Cancellation));
            for (var i = 1; i <= 5; i++)
                await stores.Telemetry.AppendAsync(Sample("rig", i, i));
            Assert.Equal(5, await stores.Telemetry.HighestSequenceAsync("rig", Cancellation));
            await stores.PackAsync();
            Assert.Empty(await stores.Telemetry.ReadAsync("rig", Start, End, 10, Cancellation));
        }
        await using var again = await Stores.OpenAsync(options);
        Assert.Equal(5, await again.Telemetry.HighestSequenceAsync("rig", Cancellation));
        Assert.Empty(await again.Telemetry.ReadAsync("rig", Start, End, 10, Cancellation));
        await again.Telemetry.AppendAsync(Sample("rig", 6, 6));
        Assert.Equal(6, await again.Telemetry.HighestSequenceAsync("rig", Cancellation));
    }

    [Fact]
    public async Task Many_rigs_at_once_are_all_stored()
    {
        await using var stores = await OpenAsync(Quick with { MaxSamples = 64 });
        var rigs = Enumerable.Range(0, 200).Select(i => $"rig{i}").ToArray();
        await Task.WhenAll(rigs.Select(rig => Task.Run(async () =>
        {
            for (var i = 1; i <= 10; i++)
                await stores.Telemetry.AppendAsync(Sample(rig, i, i));
        }, Cancellation)));

        foreach (var rig in rigs)
            Assert.Equal(10, (await stores.Telemetry.ReadAsync(rig, Start, End, 100, Cancellation)).Count);
    }

    [Fact]
    public async Task The_largest_payload_is_stored_and_a_larger_one_is_refused()
    {
        await using var stores = await OpenAsync();
        var largest = new byte[ITelemetryStore.MaxPayloadBytes];
        Random.Shared.NextBytes(largest);
        await stores.Telemetry.AppendAsync(Sample("rig", 1, 0, largest));
        Assert.Equal(largest, (await stores.Telemetry.ReadAsync("rig", Start, End, 1, Cancellation))[0].Payload.ToArray());
        await Assert.ThrowsAsync<ArgumentException>(() => stores.Telemetry.AppendAsync(Sample("rig", 2, 0, new byte[largest.Length + 1])));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("rig\0", 1)]
    [InlineData("r\ud800", 1)]
    [InlineData("rig", 0)]
    [InlineData("rig", -1)]
    public async Task Wrong_input_is_refused_and_harms_no_other_sample(string rig, long sequence)
    {
        await using var stores = await OpenAsync();
        var good = stores.Telemetry.AppendAsync(Sample("good", 1));
        await Assert.ThrowsAsync<ArgumentException>(() => stores.Telemetry.AppendAsync(Sample(rig, sequence)));
        await good;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_001)]
    public async Task A_limit_out_of_range_is_refused(int limit)
    {
        await using var stores = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => stores.Telemetry.ReadAsync("rig", Start, End, limit, Cancellation));
    }

    [Fact]
    public async Task Closing_stores_what_still_gathers()
    {
        var options = await NewDatabaseAsync() with { TelemetryBatching = new() { Gather = TimeSpan.FromHours(1) } };
        Task append;
        await using (var stores = await Stores.OpenAsync(options))
        {
            append = stores.Telemetry.AppendAsync(Sample("rig", 1));
            Assert.False(append.IsCompleted);
        }
        await append;
        await using var again = await Stores.OpenAsync(options);
        Assert.Equal(1, await again.Telemetry.HighestSequenceAsync("rig", Cancellation));
    }

    [Fact]
    public async Task A_closed_store_refuses()
    {
        var stores = await OpenAsync();
        var telemetry = stores.Telemetry;
        await stores.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => telemetry.AppendAsync(Sample("rig", 1)));
    }

    [Fact]
    public async Task A_failing_database_fails_the_samples_and_takes_them_again_when_it_is_back()
    {
        await using var stores = await Stores.OpenAsync(await NewBreakableDatabaseAsync() with { TelemetryBatching = Quick });
        await stores.Telemetry.AppendAsync(Sample("rig", 1));
        await BreakAsync(stores);
        await Assert.ThrowsAsync<TelemetryStoreException>(() => stores.Telemetry.AppendAsync(Sample("rig", 2, 0, new byte[60_000])));
        await RepairAsync(stores);

        await stores.Telemetry.AppendAsync(Sample("other", 1));
        await stores.Telemetry.AppendAsync(Sample("rig", 2));
        Assert.Equal([1, 2], (await stores.Telemetry.ReadAsync("rig", Start, End, 10, Cancellation)).Select(s => s.Sequence));
    }

    [Fact]
    public async Task After_a_failed_sample_no_later_one_of_its_rig_is_stored_before_it()
    {
        await using var stores = await Stores.OpenAsync(await NewBreakableDatabaseAsync() with { TelemetryBatching = Quick });
        await BreakAsync(stores);
        await Assert.ThrowsAsync<TelemetryStoreException>(() => stores.Telemetry.AppendAsync(Sample("rig", 1, 0, new byte[60_000])));
        await RepairAsync(stores);

        await Assert.ThrowsAsync<TelemetryStoreException>(() => stores.Telemetry.AppendAsync(Sample("rig", 2)));
        Assert.Equal(0, await stores.Telemetry.HighestSequenceAsync("rig", Cancellation));
        // The rig has learned where it stands, and may go on from there (its own buffer may have lost the first).
        await stores.Telemetry.AppendAsync(Sample("rig", 2));
        Assert.Equal(2, await stores.Telemetry.HighestSequenceAsync("rig", Cancellation));
    }

    /// <summary>A database that may be broken without harm to other tests.</summary>
    protected virtual Task<DatabaseOptions> NewBreakableDatabaseAsync() => NewDatabaseAsync();

    /// <summary>Makes the database refuse the next large write.</summary>
    private protected abstract Task BreakAsync(Stores stores);

    private protected abstract Task RepairAsync(Stores stores);
}
