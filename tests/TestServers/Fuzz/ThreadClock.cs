using System.Runtime.InteropServices;

namespace BloxOs.TestServers.Fuzz;

/// <summary>Processor time of this thread: what else the machine does, and how long its disk takes to flush, is not in it.</summary>
public static class ThreadClock
{
    /// <summary>What this thread has used so far.</summary>
    /// <exception cref="InvalidOperationException">The kernel does not tell it.</exception>
    public static TimeSpan Now()
    {
        const int OfThisThread = 3;
        if (clock_gettime(OfThisThread, out var time) != 0) { throw new InvalidOperationException("the kernel does not tell a thread's time"); }
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1_000);
    }

    [DllImport("libc")]
    static extern int clock_gettime(int clock, out Moment time);

    struct Moment
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
