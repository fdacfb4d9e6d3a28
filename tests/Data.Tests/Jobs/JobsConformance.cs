using BloxOs.Data.Jobs;
using BloxOs.Data.Tests.History;

namespace BloxOs.Data.Tests.Jobs;

/// <summary>Who runs a job when, and what jobs believe of the clock, on every database.</summary>
public abstract class JobsConformance : HistoryTest
{
    const string Job = "job";

    static readonly TimeSpan s_every = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Of_processes_with_the_same_schedule_one_runs_it_each_time_and_another_takes_over()
    {
        await using var stores = await OpenHistoryAsync();
        var ledger = stores.Get<IJobLedger>();
        Assert.True(await RunAsync(ledger, "one"));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await RunAsync(ledger, "other"));
        Assert.True(await RunAsync(ledger, "one"));   // its own schedule is its own affair
        for (int i = 0; i < 4; i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(4));
            Assert.True(await RunAsync(ledger, "one"));
            Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.False(await RunAsync(ledger, "other"));
        }
        // It is gone: what is due next does the other.
        Clock.Advance(s_every);
        Assert.True(await RunAsync(ledger, "other"));
        Assert.Equal("other", Assert.Single(await ledger.ListAsync(Cancellation)).Holder);
    }

    [Fact]
    public async Task What_failed_or_broke_off_elsewhere_is_not_enough()
    {
        await using var stores = await OpenHistoryAsync();
        var ledger = stores.Get<IJobLedger>();
        Assert.True(await RunAsync(ledger, "one", "The database was away."));
        Assert.True(await RunAsync(ledger, "other"));
        Clock.Advance(s_every);
        Assert.NotNull(await ledger.TryStartAsync(Job, "one", null, s_every, Cancellation));   // and is killed
        Assert.Null(await ledger.TryStartAsync(Job, "other", null, s_every, Cancellation));
        Clock.Advance(IJobLedger.LeaseTime);
        Assert.True(await RunAsync(ledger, "other"));
        Clock.Advance(TimeSpan.FromDays(-1));   // set back: that run began "tomorrow"
        Assert.True(await RunAsync(ledger, "one"));
    }

    [Fact]
    public async Task A_clock_that_jumps_far_ahead_is_believed_when_it_is_right_again_or_when_it_has_held()
    {
        await using var stores = await OpenHistoryAsync();
        Assert.Null(await LookAsync(stores));
        Clock.Advance(TimeSpan.FromHours(47));   // a weekend off
        Assert.Null(await LookAsync(stores));
        var last = Clock.GetUtcNow();

        Clock.Set(last.AddYears(10));
        var doubt = await LookAsync(stores);
        Assert.Equal((Job, last, last.AddYears(10), last.AddYears(10).AddDays(3)), (doubt!.Job, doubt.LastRun, doubt.Since, doubt.Until));
        Assert.Equal(doubt, Assert.Single(await stores.Get<IJobClocks>().ListAsync(Cancellation)));
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(await LookAsync(stores));

        Clock.Set(last.AddHours(2));   // somebody set it right
        Assert.Null(await LookAsync(stores));
        Assert.Empty(await stores.Get<IJobClocks>().ListAsync(Cancellation));

        // A server that was off for a year: it waits three days, and not for ever.
        Clock.Advance(TimeSpan.FromDays(365));
        for (int hour = 0; hour < 72; hour++)
        {
            Assert.NotNull(await LookAsync(stores));
            Clock.Advance(TimeSpan.FromHours(1));
        }
        Assert.Null(await LookAsync(stores));
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await LookAsync(stores));
    }

    [Fact]
    public async Task Another_jump_or_a_long_pause_begins_the_wait_anew_and_a_clock_behind_does_no_harm()
    {
        await using var stores = await OpenHistoryAsync();
        Assert.Null(await LookAsync(stores));
        Clock.Advance(TimeSpan.FromDays(100));
        Assert.NotNull(await LookAsync(stores));
        Clock.Advance(TimeSpan.FromDays(2.5));   // nobody looked
        Assert.Equal(Clock.GetUtcNow(), (await LookAsync(stores))!.Since);
        Clock.Advance(TimeSpan.FromHours(-3));
        Assert.Equal(Clock.GetUtcNow(), (await LookAsync(stores))!.Since);

        // Behind, what is deleted is too little: it may go on. A jump from there is one again only when that clock has held.
        Clock.Set(Start.AddYears(-20));
        Assert.Null(await LookAsync(stores));
        Clock.Set(Start.AddHours(1));
        Assert.Null(await LookAsync(stores));
        Clock.Set(Start.AddYears(-20));
        for (int day = 0; day < 4; day++)
        {
            Assert.Null(await LookAsync(stores));
            Clock.Advance(TimeSpan.FromDays(1));
        }
        Clock.Set(Start);
        Assert.NotNull(await LookAsync(stores));
    }

    [Fact]
    public async Task A_person_can_say_that_the_clock_is_right()
    {
        await using var stores = await OpenHistoryAsync();
        var clocks = stores.Get<IJobClocks>();
        Assert.Null(await LookAsync(stores));
        Assert.False(await clocks.BelieveAsync(Job, Cancellation));
        Clock.Advance(TimeSpan.FromDays(400));
        Assert.NotNull(await LookAsync(stores));
        Assert.True(await clocks.BelieveAsync(Job, Cancellation));
        Assert.Empty(await clocks.ListAsync(Cancellation));
        Assert.Null(await LookAsync(stores));
        Assert.False(await clocks.BelieveAsync("another", Cancellation));
    }

    static async Task<bool> RunAsync(IJobLedger ledger, string holder, string? error = null)
    {
        if (await ledger.TryStartAsync(Job, holder, null, s_every, Cancellation) is not { } lease) { return false; }
        await ledger.EndAsync(lease, new(0, "", error), null);
        return true;
    }

    static async Task<ClockDoubt?> LookAsync(Stores stores)
    {
        var ledger = stores.Get<IJobLedger>();
        var lease = (await ledger.TryStartAsync(Job, "one", null, Cancellation))!;
        var doubt = await stores.Get<IJobClocks>().DoubtAsync(lease, Cancellation);
        await ledger.EndAsync(lease, new(0, ""), null);
        return doubt;
    }
}
