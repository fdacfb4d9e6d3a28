using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>lolMiner, for cards of AMD, NVIDIA and Intel. Its API has had three formats.</summary>
internal sealed class LolMiner : MinerDescriptor
{
    public override string Id => "lolminer";

    public override string Title => "lolMiner";

    public override IReadOnlyList<string> ProcessNames => ["lolMiner"];

    public override MinerHardware Hardware => MinerHardware.Nvidia | MinerHardware.Amd | MinerHardware.Intel;

    public override MinerApiKind ApiKind => MinerApiKind.Http;

    public override IReadOnlyList<string> ApiPortFlags => ["--apiport"];

    public override bool ApiIsGuarded => true;

    public override int MaximumTasks => 2;

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List(
        "ethash=ETHASH etchash=ETCHASH autolykos2=AUTOLYKOS2 beamhash3=BEAM-III equihash144_5=EQUI144_5 equihash192_7=EQUI192_7 equihash210_9=EQUI210_9 equihash125_4=FLUX "
        + "cuckoo29=C29AE cuckatoo32=C32 kheavyhash=KASPA blake3=ALEPH nexapow=NEXA karlsenhash=KARLSEN pyrinhash=PYRIN sha512_256d=RADIANT fishhash=FISHHASH");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "--pers:word --ethstratum:word --mode:word --dualfactor:numbers --keepfree:number --longstats:number --shortstats:number --digits:number --timeprint:onoff --compactaccept:onoff "
        + "--nocolor:onoff --basecolor:onoff --max-latency:numbers --disable-dag-verify --dagdelay:number --enablezilcache --singlethread:number --ergo-prebuild:number --maxdualimpact:numbers");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(ApiKind, "/summary")];

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        command.Add("--algo", command.Algorithm(launch.Tasks[0]));
        foreach (var pool in launch.Tasks[0].Pools)
        {
            command.Add("--pool", pool.Address, "--user", pool.UserWithWorker, "--pass", pool.Password, "--tls", pool.Tls ? "on" : "off");
        }
        if (launch.Tasks is [_, var second])
        {
            var pool = second.Pools[0];
            command.Add("--dualmode", DualMode(second.Algorithm), "--dualpool", pool.Address, "--dualuser", pool.UserWithWorker, "--dualpass", pool.Password, "--dualtls", pool.Tls ? "on" : "off");
        }
        if (launch.Devices is { Count: > 0 } devices) { command.Add("--devicesbypcie", "on", "--devices", string.Join(',', devices.Select(BusAndSlot))); }
        command.Add("--apihost", "127.0.0.1", "--apiport", CommandBuilder.Text(api.Port), "--watchdog", "exit");
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        if (reply?.Root is not { IsObject: true } root || root["Software"].Text() is not { } software || !software.StartsWith("lolMiner", StringComparison.OrdinalIgnoreCase)) { return null; }
        return new()
        {
            Version = ReadingRules.Text(software[8..]),
            UptimeSeconds = ReadingRules.Seconds(root["Session"]["Uptime"].Number()),
            Work = root["Workers"].Exists || root["Algorithms"].Exists ? LolMinerFormats.Newest(root) : root["Session"].Exists ? [LolMinerFormats.Middle(root)] : [LolMinerFormats.Oldest(root)],
        };
    }

    static string DualMode(string algorithm) => algorithm switch
    {
        "kheavyhash" => "KASPADUAL",
        "blake3" => "ALEPHDUAL",
        _ => throw new MinerLaunchException("lolMiner works on kheavyhash or blake3 beside another algorithm, not on others"),
    };

    /// <summary>Bus and slot as decimal numbers, as in its answers.</summary>
    static string BusAndSlot(MinerDevice device) => PciPlace.FromHex(device.BusId) is { Device: { } slot } place
        ? $"{CommandBuilder.Text(place.Bus)}:{CommandBuilder.Text(slot)}"
        : throw new MinerLaunchException("the PCI address of a card is not one");
}
