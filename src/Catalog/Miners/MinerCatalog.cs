namespace BloxOs.Catalog.Miners;

/// <summary>Every miner that is known; the one place that names them.</summary>
public static class MinerCatalog
{
    /// <summary>All, in the order in which a running program is compared with them.</summary>
    public static IReadOnlyList<MinerDescriptor> All { get; } =
    [
        new TRex(),
        new TeamRedMiner(),
        new XmRig(),
        new LolMiner(),
        new Ewbf(),
        new GMiner(),
        new NbMiner(),
        new Rigel(),
        new BzMiner(),
        new SrbMiner(),
        new WildRig(),
        new OneZeroMiner(),
        new NanoMiner(),
        new MiniZ(),
        new Dstm(),
        new Ccminer(),
        new ZEnemy(),
        new CryptoDredge(),
        new PhoenixMiner(),
        new Claymore(),
        new EthMiner(),
        new TtMiner(),
        new Sgminer(),
        new Antminer(),
        new BosMiner(),
        new WhatsMiner(),
        new Avalon(),
    ];

    /// <summary>The miner with this id; null when there is none.</summary>
    public static MinerDescriptor? Find(string? id) => All.FirstOrDefault(m => m.Id == id);

    /// <summary>The miner that a running program looks like; null for any other program.</summary>
    /// <param name="program">Path or name of the program.</param>
    /// <param name="arguments">Its arguments, without the program.</param>
    public static MinerDescriptor? Recognise(string program, IReadOnlyList<string> arguments) => All.FirstOrDefault(m => m.Recognises(program, arguments));
}
