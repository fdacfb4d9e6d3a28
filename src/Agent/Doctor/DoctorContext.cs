using BloxOs.Agent.Commands;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Control;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Native;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Doctor;

/// <summary>What the doctor examines; other parts in tests.</summary>
internal sealed record DoctorContext
{
    /// <summary>The settings, as far as they could be read.</summary>
    public required AgentOptions Options { get; init; }

    /// <summary>Why the agent would not start with them; null when it would.</summary>
    public string? SettingsProblem { get; init; }

    /// <summary>Where the kernel and the distribution keep their files.</summary>
    public SystemRoots Roots { get; init; } = new();

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The user that the doctor runs as; 0 is root.</summary>
    public uint User { get; init; }

    /// <summary>What an agent that runs as root could not trust; null for nothing.</summary>
    public string? RootProblem { get; init; }

    /// <summary>Why an agent that runs as root would start no miner, or not one of them; null for nothing.</summary>
    public string? ProgramProblem { get; init; }

    /// <summary>Acts for an agent that is not root.</summary>
    public RootHelper Helper { get; init; } = new(TimeProvider.System);

    /// <summary>Folders that tools are looked for in.</summary>
    public IReadOnlyList<string> ToolFolders { get; init; } = [];

    /// <summary>Where a program lies; null when it is not there.</summary>
    public string? Tool(string name) => ToolFolders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);

    /// <summary>Of this machine.</summary>
    /// <param name="settings">Makes a reader of the settings; it is asked again for less when they are wrong.</param>
    /// <param name="time">Clock.</param>
    public static DoctorContext Of(Func<AgentOptionsReader> settings, TimeProvider time)
    {
        string? problem = null;
        var options = Try(() => settings().Read(needsServer: true)) ?? Try(() => settings().ReadWithoutToken()) ?? Try(() => settings().Read(needsServer: false)) ?? new();
        return new()
        {
            Options = options,
            SettingsProblem = problem,
            Time = time,
            User = Libc.EffectiveUser(),
            RootProblem = RootTrust.Problem(options),
            ProgramProblem = ProgramProblemOf(options),
            ToolFolders = ToolPath.Folders,
        };

        static string? ProgramProblemOf(AgentOptions options) =>
            new MinerPrograms(options.MinersDirectory, ProgramTrust.Of(options, options.MinerUser is { } name ? MinerUser.Find(new(), name) : null)).Problem();

        AgentOptions? Try(Func<AgentOptions> read)
        {
            try { return read(); }
            catch (ConfigurationException e)
            {
                problem ??= e.Message;
                return null;
            }
        }
    }
}
