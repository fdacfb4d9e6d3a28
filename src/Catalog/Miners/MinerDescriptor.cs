using System.Text.Json;
using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>One kind of mining software: how it is found, started and read. One file each; <see cref="MinerCatalog"/> lists them.</summary>
public abstract class MinerDescriptor
{
    /// <summary>Lower-case id, as on the wire ("t-rex").</summary>
    public abstract string Id { get; }

    /// <summary>For people ("T-Rex").</summary>
    public abstract string Title { get; }

    /// <summary>Names of its programs.</summary>
    public abstract IReadOnlyList<string> ProcessNames { get; }

    /// <summary>What it computes on.</summary>
    public abstract MinerHardware Hardware { get; }

    /// <summary>How its API is spoken to.</summary>
    public abstract MinerApiKind ApiKind { get; }

    /// <summary>Port of the API when nothing else is said; null when it has none until it is told one.</summary>
    public virtual int? DefaultApiPort => null;

    /// <summary>Flags of its command line that carry the API's port, alone or after an address.</summary>
    public virtual IReadOnlyList<string> ApiPortFlags => [];

    /// <summary>The API can do nothing but read, or wants the agent's random token.</summary>
    public virtual bool ApiIsGuarded => false;

    /// <summary>It can be told to listen on loopback only. Where it cannot, its API reaches as far as the rig's firewall lets it.</summary>
    public virtual bool ApiStaysOnLoopback => true;

    /// <summary>Algorithms that it can be started with, by their ids in the catalogue.</summary>
    public abstract IReadOnlyList<MinerAlgorithm> Algorithms { get; }

    /// <summary>Algorithms at the same time; 0 for a machine that is read only.</summary>
    public virtual int MaximumTasks => 1;

    /// <summary>An agent can start it.</summary>
    public bool CanStart => MaximumTasks > 0;

    /// <summary>It takes accounts from a file of mode 0600, so that they do not stand in its command line.</summary>
    public virtual bool UsesConfigFile => false;

    /// <summary>Cards are numbered by PCI address and the API names no address: position tells the card.</summary>
    public virtual bool NumbersByBus => false;

    /// <summary>Further arguments that a person may give.</summary>
    public abstract IReadOnlyList<ExtraFlag> ExtraFlags { get; }

    /// <summary>How to start it.</summary>
    /// <exception cref="MinerLaunchException">It cannot or must not be started so; the message says why.</exception>
    public MinerCommandLine BuildCommandLine(MinerLaunch launch, MinerApiBinding api)
    {
        LaunchCheck.Check(this, launch, api);
        var command = new CommandBuilder(this, launch);
        // Cards are numbered in the order of their places on the bus; CUDA numbers by speed unless told.
        if (Hardware.HasFlag(MinerHardware.Nvidia)) { command.Set("CUDA_DEVICE_ORDER", "PCI_BUS_ID"); }
        Build(command, launch, api);
        return command.Finish();
    }

    /// <summary>The miner's name for an algorithm; null when it does not know it.</summary>
    public string? NameOf(string algorithm) => Algorithms.FirstOrDefault(a => a.Id == algorithm)?.Name;

    /// <summary>What to ask its API. Nothing that changes anything.</summary>
    public abstract IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api);

    /// <summary>Reads the answers, which may be anything at all; null when they are not of this miner.</summary>
    public MinerReading? Read(MinerReplies replies)
    {
        try { return ReadingRules.Settle(ReadAnswers(replies)); }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException or ArgumentException) { return null; }
    }

    /// <summary>True when a running program looks like this miner.</summary>
    /// <param name="program">Path or name of the program.</param>
    /// <param name="arguments">Its arguments, without the program.</param>
    public virtual bool Recognises(string program, IReadOnlyList<string> arguments) =>
        ProcessNames.Contains(program[(program.LastIndexOf('/') + 1)..], StringComparer.OrdinalIgnoreCase);

    /// <summary>Port of the API as the command line gives it; null when it does not, 0 when it switches the API off.</summary>
    public int? ApiPortOf(IReadOnlyList<string> arguments) => CommandWords.Port(arguments, ApiPortFlags);

    /// <summary>Writes the checked launch as arguments.</summary>
    protected abstract void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api);

    /// <summary>Reads the answers; what they lack stays null.</summary>
    protected abstract MinerReading? ReadAnswers(MinerReplies replies);
}
