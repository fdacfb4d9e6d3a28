using BloxOs.Agent.Recovery;

namespace BloxOs.Agent.Configuration;

/// <summary>Checked settings of one run.</summary>
internal sealed record AgentOptions
{
    /// <summary>Where to connect; null only for what needs no server.</summary>
    public ServerAddress? Server { get; init; }

    /// <summary>The rig's secret; null for what needs no server, and while the rig has yet to join.</summary>
    public string? Token { get; init; }

    /// <summary>File that the token came from; null when it came from none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>How to get a token; null when there is one.</summary>
    public JoinOptions? Join { get; init; }

    /// <summary>Why there is no token yet though one is to be there; null when there is one, or a way to get one.</summary>
    public string? SecretProblem { get; init; }

    /// <summary>SHA-256 of the server's SubjectPublicKeyInfo, 32 bytes: only that key is trusted. Null: the system's authorities are.</summary>
    public byte[]? ServerPin { get; init; }

    /// <summary>Whole command that answers in place of <c>nvidia-smi -q -x</c>; null for the tool itself.</summary>
    public IReadOnlyList<string>? NvidiaSmi { get; init; }

    /// <summary>libnvidia-ml in place of the driver's own; null for that one.</summary>
    public string? NvmlLibrary { get; init; }

    /// <summary>Directory for what has to outlive the process. It may not be usable: the agent then goes on without.</summary>
    public string StateDirectory { get; init; } = "/var/lib/bloxos-agent";

    /// <summary>SubjectPublicKeyInfo of the key that updates are signed with; null when this agent does not update itself.</summary>
    public byte[]? UpdateKey { get; init; }

    /// <summary>Process id of the agent that has this build on trial; null for none.</summary>
    public int? TrialWatcher { get; init; }

    /// <summary>Directory below which the programs of miners lie; nothing else is started as a miner.</summary>
    public string MinersDirectory { get; init; } = "/opt/bloxos/miners";

    /// <summary>User that miners run as; null for the agent's own.</summary>
    public string? MinerUser { get; init; }

    /// <summary>Command that reboots the rig; null for the system's own.</summary>
    public IReadOnlyList<string>? RebootCommand { get; init; }

    /// <summary>Command that switches the rig off; null for the system's own.</summary>
    public IReadOnlyList<string>? ShutdownCommand { get; init; }

    /// <summary>What this rig says about recovery.</summary>
    public LocalRecovery Recovery { get; init; } = LocalRecovery.None;

    /// <summary>What a person should know, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The token is one of them: never printed.</summary>
    public override string ToString() => nameof(AgentOptions);
}
