namespace BloxOs.RigSim.Fleet;

/// <summary>How fake rigs behave together.</summary>
public sealed record FleetOptions
{
    /// <summary>Most rigs of one process: each needs a descriptor, and 20,000 is all that a process may open.</summary>
    public const int MostRigs = 18_000;

    /// <summary>Address of the server on this machine, "http://127.0.0.1:5000"; the agent's path is added.</summary>
    public required string Url { get; init; }

    /// <summary>Seconds between heartbeats; null to obey the server.</summary>
    public double? HeartbeatSeconds { get; init; }

    /// <summary>Seconds between samples; null to obey the server.</summary>
    public double? StatsSeconds { get; init; }

    /// <summary>Both cadences so many times faster: few rigs make the load of many.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Rigs that start to connect per second.</summary>
    public double RampPerSecond { get; init; } = 500;

    /// <summary>First of the addresses (one per thousand rigs) that a large fleet connects from; two fleets on one machine take different ones.</summary>
    public int FirstSource { get; init; }

    /// <summary>Time to run from the start on; null until stopped.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Longest wait at the end for samples that are not acknowledged yet.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Samples that a rig keeps until they are acknowledged; beyond, the oldest is lost.</summary>
    public int OutboxSamples { get; init; } = 2_880;

    /// <summary>Samples that each rig has from before its first connection, the newest one cadence old; kept besides <see cref="OutboxSamples"/>.</summary>
    public int Backlog { get; init; }

    /// <summary>Every rig has booted just now: its counters and uptimes begin at 0, and not in the middle of days.</summary>
    public bool Rebooted { get; init; }

    /// <summary>How long a rig takes to carry out a command, 0 to 60 s.</summary>
    public TimeSpan CommandDelay { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Seed of the faults; that of the readings is in the models.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What goes wrong.</summary>
    public FaultOptions Faults { get; init; } = new();

    /// <summary>Refuses what cannot work.</summary>
    /// <exception cref="ArgumentException">A value out of range, with the range.</exception>
    public void Validate(int rigs)
    {
        if (rigs > MostRigs)
        {
            throw new ArgumentException($"{rigs:N0} rigs are too many for one process (most {MostRigs:N0}: a process may open 20,000 descriptors); use two processes");
        }
        Check(rigs >= 1, "at least one rig is needed");
        Check(HeartbeatSeconds is null or (> 0 and <= 300), "heartbeat seconds must be above 0 and at most 300");
        Check(StatsSeconds is null or (> 0 and <= 3600), "stats seconds must be above 0 and at most 3600");
        Check(Speed is > 0 and <= 1000, "speed must be above 0 and at most 1000");
        Check(RampPerSecond is > 0 and <= 10_000, "ramp must be above 0 and at most 10000 rigs per second");
        Check(FirstSource is >= 0 and <= 10_000, "the first source must be 0 to 10000");
        Check(Duration is null || Duration > TimeSpan.Zero, "duration must be above 0");
        Check(Drain >= TimeSpan.Zero && Drain <= TimeSpan.FromMinutes(10), "drain must be 0 to 600 seconds");
        Check(OutboxSamples is >= 1 and <= 1_000_000, "outbox must be 1 to 1000000 samples");
        Check(Backlog is >= 0 and <= 20_000, "backlog must be 0 to 20000 samples");
        Check(CommandDelay >= TimeSpan.Zero && CommandDelay <= TimeSpan.FromSeconds(60), "command seconds must be 0 to 60");
        Faults.Validate();
    }

    static void Check(bool good, string message)
    {
        if (!good) { throw new ArgumentException(message); }
    }
}
