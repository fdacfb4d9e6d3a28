using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Tests.Miners.Support;

namespace BloxOs.Catalog.Tests.Miners;

/// <summary>What each miner is started with, word by word.</summary>
public sealed class CommandLineTests
{
    const string Folder = "/var/lib/bloxos/miners/";

    public static TheoryData<string, string, string> Golden { get; } = new()
    {
        { "teamredminer", "autolykos2",
            "-a autolykos2 --api_listen=127.0.0.1:40123 -d 0,2 -o stratum+tcp://pool.example.org:4444 -u wallet1.rig1 -p secret -o stratum+ssl://backup.example.org:5555 -u wallet1.rig1 -p x" },
        { "teamredminer", "ethash+kheavyhash",
            "-a ethash --api_listen=127.0.0.1:40123 -d 0,2 -o stratum+tcp://pool.example.org:4444 -u wallet1.rig1 -p secret -o stratum+ssl://backup.example.org:5555 -u wallet1.rig1 -p x "
            + "--kas -o stratum+tcp://second.example.org:6666 -u wallet2.rig1 -p x --kas_end" },
        { "xmrig", "*randomx", $"-c {Folder}xmrig-main.json --http-port=40123" },
        { "lolminer", "equihash125_4",
            "--algo FLUX --pool pool.example.org:4444 --user wallet1.rig1 --pass secret --tls off --pool backup.example.org:5555 --user wallet1.rig1 --pass x --tls on "
            + "--devicesbypcie on --devices 10:0,12:0 --apihost 127.0.0.1 --apiport 40123 --watchdog exit" },
        { "lolminer", "etchash+kheavyhash",
            "--algo ETCHASH --pool pool.example.org:4444 --user wallet1.rig1 --pass secret --tls off --pool backup.example.org:5555 --user wallet1.rig1 --pass x --tls on "
            + "--dualmode KASPADUAL --dualpool second.example.org:6666 --dualuser wallet2.rig1 --dualpass x --dualtls off "
            + "--devicesbypcie on --devices 10:0,12:0 --apihost 127.0.0.1 --apiport 40123 --watchdog exit" },
        { "gminer", "equihash144_5",
            "--algo equihash144_5 --pers auto --server pool.example.org:4444 --user wallet1.rig1 --pass secret --ssl 0 --server backup.example.org:5555 --user wallet1.rig1 --pass x --ssl 1 "
            + "--devices 0 2 --api 40123 --watchdog 0" },
        { "gminer", "ethash+kheavyhash",
            "--algo ethash --server pool.example.org:4444 --user wallet1.rig1 --pass secret --ssl 0 --server backup.example.org:5555 --user wallet1.rig1 --pass x --ssl 1 "
            + "--dalgo kheavyhash --dserver second.example.org:6666 --duser wallet2.rig1 --devices 0 2 --api 40123 --watchdog 0" },
        { "nbminer", "autolykos2",
            "-a ergo -o stratum+tcp://pool.example.org:4444 -u wallet1.rig1 -p secret -o1 stratum+ssl://backup.example.org:5555 -u1 wallet1.rig1 -p1 x --strict-ssl -d 0,2 --api 127.0.0.1:40123 --no-watchdog" },
        { "rigel", "kawpow",
            "-a kawpow -o stratum+tcp://pool.example.org:4444 -u wallet1 -p secret -w rig1 -o stratum+ssl://backup.example.org:5555 -u wallet1 -p x -w rig1 -d 0,2 --api-bind 127.0.0.1:40123 --no-tui --no-watchdog" },
        { "rigel", "ethash+blake3",
            "-a ethash+alephium -o [1]stratum+tcp://pool.example.org:4444 -u [1]wallet1 -p [1]secret -w [1]rig1 -o [1]stratum+ssl://backup.example.org:5555 -u [1]wallet1 -p [1]x -w [1]rig1 "
            + "-o [2]stratum+tcp://second.example.org:6666 -u [2]wallet2 -p [2]x -w [2]rig1 -d 0,2 --api-bind 127.0.0.1:40123 --no-tui --no-watchdog" },
        { "bzminer", "*kheavyhash",
            "-a kaspa -w wallet1 -p stratum+tcp://pool.example.org:4444 -r rig1 --pool_password secret "
            + "--http_enabled 1 --http_address 127.0.0.1 --http_port 40123 --http_password t0ken --oc_enable 0 --no_watchdog" },
        { "bzminer", "*etchash+blake3",
            "-a etchash -w wallet1 -p stratum+tcp://pool.example.org:4444 -r rig1 --pool_password secret "
            + "--a2 alph --w2 wallet2 --p2 stratum+tcp://second.example.org:6666 --r2 rig1 --pool_password2 x "
            + "--http_enabled 1 --http_address 127.0.0.1 --http_port 40123 --http_password t0ken --oc_enable 0 --no_watchdog" },
        { "srbminer-multi", "kawpow",
            "--algorithm kawpow --pool pool.example.org:4444,backup.example.org:5555 --wallet wallet1,wallet1 --password secret!x --tls false,true --worker rig1,rig1 "
            + "--gpu-id 0,2 --api-enable --api-port 40123 --gpu-disable-oc" },
        { "srbminer-multi", "autolykos2+kheavyhash",
            "--algorithm autolykos2;kheavyhash --pool pool.example.org:4444,backup.example.org:5555;second.example.org:6666 --wallet wallet1,wallet1;wallet2 --password secret!x;x "
            + "--tls false,true;false --worker rig1,rig1;rig1 --gpu-id 0,2 --api-enable --api-port 40123 --gpu-disable-oc" },
        { "wildrig-multi", "sha512_256d",
            "-a sha512256d -o stratum+tcp://pool.example.org:4444 -u wallet1.rig1 -p secret -o stratum+tcps://backup.example.org:5555 -u wallet1.rig1 -p x -d 0,2 --api-port 40123 --multiple-instance" },
        { "onezerominer", "xelishashv2",
            "-a xelishashv2 -o pool.example.org:4444 -w wallet1 -p secret --worker rig1 -d 0,2 --api-host 127.0.0.1 --api-port 40123" },
        { "onezerominer", "dynexsolve+qhash",
            "-a dynex -o pool.example.org:4444 -w wallet1 -p secret --worker rig1 --a2 qhash --o2 second.example.org:6666 --w2 wallet2 --p2 x --worker2 rig1 "
            + "-d 0,2 --api-host 127.0.0.1 --api-port 40123" },
        { "miniz", "equihash144_5",
            "--par=144,5 --pers=auto --url=wallet1.rig1@pool.example.org:4444 --pass=secret --url=ssl://wallet1.rig1@backup.example.org:5555 --pass=x --cuda-devices=0,2 --telemetry=127.0.0.1:40123" },
        { "z-enemy", "!kawpow", "-a kawpow -o stratum+tcp://pool.example.org:4444 -u wallet1.rig1 -p secret -d 0,2 -b 127.0.0.1:40123" },
        { "ccminer", "!x16r", "-a x16r -o stratum+tcp://pool.example.org:4444 -u wallet1.rig1 -p secret -d 0,2 -b 127.0.0.1:40123" },
        { "cryptodredge", "!x21s", "-a x21s -o stratum+tcp://pool.example.org:4444 -u wallet1.rig1 -p secret -d 0,2 -b 127.0.0.1:40123" },
        { "phoenixminer", "etchash",
            "-coin etc -pool stratum+tcp://pool.example.org:4444 -wal wallet1 -worker rig1 -pass secret -gpus 1,3 -cdm 1 -cdmport 127.0.0.1:40123 -cdmpass t0ken -wdog 0" },
        { "claymore", "!ethash",
            "-allcoins eth -epool stratum+tcp://pool.example.org:4444 -ewal wallet1 -eworker rig1 -epsw secret -di 02 -mport 127.0.0.1:-40123 -mpsw t0ken -wd 0 -dbg -1" },
        { "ethminer", "*ethash", "-P stratum+tcp://wallet1.rig1:secret@pool.example.org:4444 -P stratum+tls://wallet1.rig1:x@backup.example.org:5555 --api-bind 127.0.0.1:-40123" },
        { "tt-miner", "kawpow",
            "-a KAWPOW -o stratum+tcp://pool.example.org:4444 -u wallet1.rig1 -p secret -o stratum+ssl://backup.example.org:5555 -u wallet1.rig1 -p x -d 0 2 -b 127.0.0.1:-40123" },
        { "nanominer", "!etchash", $"{Folder}nanominer-main.ini" },
    };

    /// <summary>"*" stands for all cards, "!" for the first pool only.</summary>
    [Theory, MemberData(nameof(Golden))]
    public void Arguments(string id, string algorithms, string expected)
    {
        string[] names = algorithms.TrimStart('*', '!').Split('+');
        var launch = Launches.Of(names[0]);
        if (algorithms[0] == '*') { launch = launch with { Devices = null }; }
        if (algorithms[0] == '!') { launch = launch with { Tasks = [new(names[0], [Launches.Main])] }; }
        foreach (string more in names.Skip(1)) { launch = launch.And(more); }
        Assert.Equal(expected, Launches.Miner(id).Line(launch));
    }

    [Fact]
    public void Every_miner_for_cards_of_NVIDIA_counts_them_by_their_place_on_the_bus()
    {
        var miners = BloxOs.Catalog.Miners.MinerCatalog.All.Where(m => m.Hardware.HasFlag(BloxOs.Catalog.Miners.MinerHardware.Nvidia) && m.Algorithms.Count > 0).ToList();
        Assert.NotEmpty(miners);
        Assert.All(miners, m => Assert.Equal(
            [new("CUDA_DEVICE_ORDER", "PCI_BUS_ID")], m.BuildCommandLine(Launches.Plain(m.Algorithms[0].Id), Launches.Api).Environment.Where(v => v.Key == "CUDA_DEVICE_ORDER")));
    }

    [Fact]
    public void XMRig_takes_no_choice_of_cards_and_uses_them_only_for_what_is_mined_on_cards()
    {
        var miner = Launches.Miner("xmrig");
        Assert.Contains("one by one", Assert.Throws<MinerLaunchException>(() => miner.BuildCommandLine(Launches.Of("kawpow"), Launches.Api)).Message);
        foreach (var (launch, cards) in new[] { (Launches.Plain("kawpow"), true), (Launches.Plain("randomx"), false), (Launches.Plain("kawpow") with { Devices = [] }, false) })
        {
            using var json = System.Text.Json.JsonDocument.Parse(miner.BuildCommandLine(launch, Launches.Api).ConfigFile!.Content);
            var root = json.RootElement;
            Assert.Equal((cards, cards, !cards, "AMD"), (
                root.GetProperty("opencl").GetProperty("enabled").GetBoolean(), root.GetProperty("cuda").GetProperty("enabled").GetBoolean(),
                root.GetProperty("cpu").GetProperty("enabled").GetBoolean(), root.GetProperty("opencl").GetProperty("platform").GetString()));
        }
    }

    [Fact]
    public void XMRig_takes_accounts_and_token_from_a_file()
    {
        var launch = Launches.Of("randomx") with { Devices = [], CpuThreads = 12 };
        var command = Launches.Miner("xmrig").BuildCommandLine(launch, Launches.Api);
        Assert.Equal(["-c", $"{Folder}xmrig-main.json", "--http-port=40123", "--threads=12"], command.Arguments);
        using var json = System.Text.Json.JsonDocument.Parse(command.ConfigFile!.Content);
        var http = json.RootElement.GetProperty("http");
        Assert.Equal(("127.0.0.1", 40123, "t0ken", true),
            (http.GetProperty("host").GetString(), http.GetProperty("port").GetInt32(), http.GetProperty("access-token").GetString(), http.GetProperty("restricted").GetBoolean()));
        Assert.Equal(["pool.example.org:4444", "backup.example.org:5555"], json.RootElement.GetProperty("pools").EnumerateArray().Select(p => p.GetProperty("url").GetString()));
        var first = json.RootElement.GetProperty("pools")[0];
        Assert.Equal(("rx/0", "wallet1", "secret", "rig1", false),
            (first.GetProperty("algo").GetString(), first.GetProperty("user").GetString(), first.GetProperty("pass").GetString(), first.GetProperty("rig-id").GetString(), first.GetProperty("tls").GetBoolean()));
        Assert.True(json.RootElement.GetProperty("pools")[1].GetProperty("tls").GetBoolean());
        Assert.True(json.RootElement.GetProperty("cpu").GetProperty("enabled").GetBoolean());
        Assert.False(json.RootElement.GetProperty("cuda").GetProperty("enabled").GetBoolean());
        Assert.False(json.RootElement.GetProperty("autosave").GetBoolean());
    }

    [Fact]
    public void Nanominer_takes_everything_from_a_file()
    {
        var launch = Launches.Of("etchash") with { Tasks = [new("etchash", [Launches.Main, Launches.Main with { Host = "backup.example.org" }]), new("randomx", [Launches.Backup])], CpuThreads = 4 };
        var command = Launches.Miner("nanominer").BuildCommandLine(launch, Launches.Api);
        Assert.Equal("""
            webPort=40123
            mport=0
            watchdog=false
            checkForUpdates=false
            autoUpdate=false
            noLog=true
            webPassword=t0ken

            [Etchash]
            wallet=wallet1
            rigPassword=secret
            rigName=rig1
            pool1=pool.example.org:4444
            pool2=backup.example.org:4444
            useSSL=false
            sortPools=false
            devices=0,2

            [RandomX]
            wallet=wallet1
            rigPassword=x
            rigName=rig1
            pool1=backup.example.org:5555
            useSSL=true
            sortPools=false
            cpuThreads=4

            """, command.ConfigFile!.Content);
    }

    [Theory]
    [InlineData("srbminer-multi", "randomx", 6, "--cpu-threads 6 --disable-gpu")]
    [InlineData("srbminer-multi", "kawpow", 0, "--disable-cpu")]
    public void Processor_and_cards_are_told_apart(string id, string algorithm, int threads, string part)
    {
        var launch = Launches.Of(algorithm) with { CpuThreads = threads, Devices = threads > 0 ? [] : null };
        Assert.Contains(part, Launches.Miner(id).Line(launch));
    }

    /// <summary>A flight sheet has several pools whatever the miner knows: the agent changes to the next, which then comes first.</summary>
    [Fact]
    public void A_miner_that_knows_fewer_pools_than_are_wanted_is_started_with_the_first()
    {
        MinerPool third = Launches.Main with { Host = "third.example.org" };
        var launch = Launches.Of("ethash");
        launch = launch with { Tasks = [new("ethash", [third, Launches.Main, Launches.Backup])] };
        string claymore = Launches.Miner("claymore").Line(launch), phoenix = Launches.Miner("phoenixminer").Line(launch);
        Assert.Contains("-epool stratum+tcp://third.example.org:4444 -ewal wallet1", claymore, StringComparison.Ordinal);
        Assert.DoesNotContain(Launches.Main.Host, claymore, StringComparison.Ordinal);
        Assert.Contains("-pool stratum+tcp://third.example.org:4444 -wal wallet1 -worker rig1 -pass secret -gpus ", phoenix, StringComparison.Ordinal);
        Assert.DoesNotContain(Launches.Main.Host, phoenix, StringComparison.Ordinal);
    }

    /// <summary>Where one password stands for all pools, a pool with another one would be shown it.</summary>
    [Theory]
    [InlineData("bzminer", "etchash", "-p stratum+tcp://pool.example.org:4444 stratum+ssl://same.example.org:5555 -r rig1 --pool_password secret")]
    [InlineData("onezerominer", "dynexsolve", "-o pool.example.org:4444,ssl://same.example.org:5555 -w wallet1 -p secret --worker rig1")]
    [InlineData("nanominer", "etchash", "wallet=wallet1 rigPassword=secret rigName=rig1 pool1=pool.example.org:4444 useSSL=false")]
    public void A_miner_that_takes_one_account_for_all_pools_gets_those_of_the_first(string id, string algorithm, string part)
    {
        MinerPool[] pools =
        [
            Launches.Main, Launches.Backup with { Host = "password.example.org", Tls = false }, Launches.Main with { Host = "worker.example.org", Worker = "rig2" },
            Launches.Main with { Host = "wallet.example.org", User = "wallet2" }, Launches.Main with { Host = "same.example.org", Port = 5555, Tls = true },
        ];
        var command = Launches.Miner(id).BuildCommandLine(Launches.Plain(algorithm) with { Tasks = [new(algorithm, pools)] }, Launches.Api);
        Assert.Contains(part, string.Join(' ', [.. command.Arguments, .. (command.ConfigFile?.Content ?? "").Split('\n')]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("z-enemy", "kawpow", "does not speak TLS")]
    [InlineData("bzminer", "ethash", "one by one")]
    [InlineData("ethminer", "ethash", "one by one")]
    public void What_a_miner_cannot_do_is_said(string id, string algorithm, string reason) =>
        Assert.Contains(reason, Assert.Throws<MinerLaunchException>(() => Launches.Miner(id).BuildCommandLine(Launches.Of(algorithm), Launches.Api)).Message);

    [Theory]
    [InlineData("lolminer", "etchash+autolykos2", "beside another")]
    [InlineData("teamredminer", "ethash+etchash", "beside another")]
    [InlineData("nbminer", "ethash+kawpow", "at a time")]
    public void What_does_not_go_together_is_said(string id, string algorithms, string reason)
    {
        string[] names = algorithms.Split('+');
        Assert.Contains(reason, Assert.Throws<MinerLaunchException>(() => Launches.Miner(id).BuildCommandLine(Launches.Of(names[0]).And(names[1]), Launches.Api)).Message);
    }

    [Fact]
    public void Separators_of_a_miner_cannot_be_smuggled_into_a_list()
    {
        var launch = Launches.Of("kawpow") with { Tasks = [new("kawpow", [Launches.Main with { User = "wallet,evil" }])] };
        Assert.Contains("cannot contain", Assert.Throws<MinerLaunchException>(() => Launches.Miner("srbminer-multi").BuildCommandLine(launch, Launches.Api)).Message);
        var mail = Launches.Of("kawpow") with { Tasks = [new("kawpow", [Launches.Main with { User = "me@example.org" }])] };
        Assert.Contains("--url=me%40example.org.rig1@pool.example.org:4444", Launches.Miner("miniz").Line(mail));
        Assert.Contains("-P stratum+tcp://me%40example.org.rig1:secret@pool.example.org:4444",
            Launches.Miner("ethminer").Line(mail with { Tasks = [mail.Tasks[0] with { Algorithm = "ethash" }], Devices = null }));
    }

    [Fact]
    public void A_machine_with_its_own_firmware_is_never_started() =>
        Assert.Contains("read only", Assert.Throws<MinerLaunchException>(() => Launches.Miner("antminer").BuildCommandLine(Launches.Of("sha256d"), Launches.Api)).Message);

    [Theory]
    [InlineData("t-rex", "--api-bind-http 0.0.0.0:5001", 5001)]
    [InlineData("t-rex", "--api-bind-http=127.0.0.1:5001", 5001)]
    [InlineData("t-rex", "--api-bind-http 0", 0)]
    [InlineData("t-rex", "-a kawpow", null)]
    [InlineData("t-rex", "--api-bind-http", null)]
    [InlineData("t-rex", "--api-bind-http 127.0.0.1:99999", null)]
    [InlineData("gminer", "--algo ethash --api 10050", 10050)]
    [InlineData("phoenixminer", "-cdmport -3344", 3344)]
    [InlineData("ethminer", "--api-bind 127.0.0.1:-3344", 3344)]
    public void The_port_of_a_running_miner_is_found(string id, string line, int? port) => Assert.Equal(port, Launches.Miner(id).ApiPortOf(line.Split(' ')));

    [Theory]
    [InlineData("/opt/gminer/miner", "--algo ethash", "gminer")]
    [InlineData("/opt/x/miner", "--algo ethash --server a:1 --user b", "gminer")]
    [InlineData("./miner", "--server a --cuda_devices 0 1 --eexit 1", "ewbf")]
    [InlineData("/usr/bin/miner", "dig", null)]
    [InlineData("/usr/bin/trex", "", null)]
    [InlineData("lolMiner", "", "lolminer")]
    [InlineData("/opt/lolminer/lolminer", "", "lolminer")]
    [InlineData("/usr/bin/bash", "t-rex", null)]
    public void A_running_program_is_recognised(string program, string line, string? id) =>
        Assert.Equal(id, BloxOs.Catalog.Miners.MinerCatalog.Recognise(program, line.Split(' '))?.Id);
}
