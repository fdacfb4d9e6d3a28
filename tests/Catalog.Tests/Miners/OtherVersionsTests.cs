using BloxOs.Catalog.Miners.Reading;
using BloxOs.Catalog.Tests.Miners.Support;

namespace BloxOs.Catalog.Tests.Miners;

/// <summary>Answers that no capture has: other versions, values that are missing in other ways, numbers as texts, and what C prints for a number that is none.</summary>
public sealed class OtherVersionsTests
{
    static MinerReading Read(string miner, params string?[] texts) => Launches.Miner(miner).Read(texts);

    static MinerWork Only(MinerReading reading) => Assert.Single(reading.Work);

    static double?[] Rates(MinerWork work) => [.. work.Gpus.Select(g => g.Hashrate)];

    /// <summary>1.8x: dual, one card that does not answer, factors of the unit in their own member or only in its name.</summary>
    [Theory, Trait("bad-input", "119")]
    [InlineData("1000000", "Mh/s")]
    [InlineData("null", "Mh/s")]
    [InlineData("\"1000000\"", "")]
    public void LolMiner_1_88_with_two_algorithms(string factor, string unit)
    {
        var reading = Read("lolminer", $$"""
            {"Software":"lolMiner 1.88","Session":{"Startup":1700000000,"Startup_String":"x","Uptime":3600.5,"Last_Update":1},"Num_Workers":2,
            "Workers":[{"Index":0,"Name":"RTX 3080","Power":220.1,"CCLK":1400,"MCLK":9500,"Core_Temp":60,"Juc_Temp":-1,"Mem_Temp":90,"Fan_Speed":70,"LHR_Unlock_Pct":100,"PCIE_Address":"10:0"},
            {"Index":1,"Name":"RX 6800","Power":0,"PCIE_Address":"33:0"}],"Num_Algorithms":2,
            "Algorithms":[{"Algorithm":"Etchash","Algorithm_Appendix":"","Pool":"etc.example.org:4444","User":"0x1","Worker":"r","Performance_Unit":"{{unit}}","Performance_Factor":{{factor}},"Total_Performance":95.5,
            "Total_Accepted":50,"Total_Rejected":1,"Total_Stales":2,"Total_Errors":3,"Worker_Performance":[95.5,0.0],"Worker_Accepted":[50,0],"Worker_Rejected":[1,0],"Worker_Stales":[2,0],"Worker_Errors":[3,0]},
            {"Algorithm":"kHeavyHash","Pool":"stratum+ssl://kas.example.org:5555","Performance_Unit":"Gh/s","Performance_Factor":1000000000,"Total_Performance":0.5,"Total_Accepted":7,"Worker_Performance":[0.5],"Worker_Accepted":[7]}]}
            """);
        Assert.Equal(("1.88", 3600L, 2), (reading.Version, reading.UptimeSeconds, reading.Work.Count));
        Assert.Equal(("etchash", 95.5e6, "etc.example.org:4444", new MinerShares(50, 1, 2, 3)), (reading.Work[0].Algorithm, reading.Work[0].Hashrate!.Value, reading.Work[0].Pool, reading.Work[0].Shares));
        Assert.Equal([95.5e6, 0], Rates(reading.Work[0]));
        Assert.Equal(("kheavyhash", 0.5e9, "kas.example.org:5555", new MinerShares(7)), (reading.Work[1].Algorithm, reading.Work[1].Hashrate!.Value, reading.Work[1].Pool, reading.Work[1].Shares));
        Assert.Equal([0.5e9, null], Rates(reading.Work[1]));
        Assert.Equal([new(10, 0), new PciPlace(33, 0)], reading.Work[0].Gpus.Select(g => g.Place!.Value));
    }

    [Fact, Trait("bad-input", "119")]
    public void T_Rex_with_nulls_and_a_card_that_it_switched_off()
    {
        var reading = Read("t-rex", """
            {"accepted_count":null,"active_pool":null,"algorithm":"kawpow","api":"4.2","difficulty":null,"gpu_total":2,"gpus":[
            {"device_id":0,"gpu_id":0,"pci_bus":10,"pci_domain":0,"pci_id":0,"hashrate":null,"hashrate_instant":null,"shares":null,"temperature":null,"power":null},
            {"device_id":1,"gpu_id":1,"pci_bus":"11","hashrate":32000000,"disabled":true,"disabled_at_temperature":85,"shares":{"accepted_count":3}}],
            "hashrate":null,"name":"t-rex","rejected_count":null,"uptime":5,"version":"0.26.8","dual_stat":null,"updates":null}
            """);
        Assert.True(reading.Starting);
        var work = Only(reading);
        Assert.Equal(("kawpow", null, null, new MinerShares()), (work.Algorithm, work.Pool, work.Difficulty, work.Shares));
        Assert.Equal([null, null], Rates(work));
        Assert.Equal([10, 11], work.Gpus.Select(g => g.Place!.Value.Bus));
    }

    [Fact, Trait("bad-input", "119")]
    public void GMiner_with_texts_in_place_of_numbers()
    {
        var reading = Read("gminer", """
            {"miner":"GMiner 3.44","uptime":"600","server":"stratum://eu.example.org:4444","user":"w","algorithm":"Ethash + kHeavyHash","electricity":"0.1","total_accepted_shares":"12","total_rejected_shares":"0","devices":[
            {"gpu_id":"0","bus_id":"0000:0A:00.0","speed":"61500000","speed2":"410.5 MH/s","accepted_shares":"12","rejected_shares":"0","stale_shares":null,"invalid_shares":"n/a","temperature":"61"}]}
            """);
        Assert.Equal(("3.44", 600L, 2), (reading.Version, reading.UptimeSeconds, reading.Work.Count));
        Assert.Equal(("ethash", 61.5e6, new MinerShares(12, 0)), (reading.Work[0].Algorithm, reading.Work[0].Hashrate!.Value, reading.Work[0].Shares));
        Assert.Equal(("kheavyhash", 410.5e6, new PciPlace(10, 0, 0)), (reading.Work[1].Algorithm, reading.Work[1].Hashrate!.Value, reading.Work[1].Gpus[0].Place!.Value));
    }

    [Fact, Trait("bad-input", "119")]
    public void XMRig_with_nulls_shows_the_first_window_that_it_has()
    {
        const string answer = """
            {"id":"1","worker_id":"r","uptime":120,"restricted":true,"resources":{"memory":{"free":1},"load_average":[1.0,1.0,1.0]},"results":{"diff_current":480045,"shares_good":4,"shares_total":5,"avg_time":30,"error_log":[]},
            "algo":"rx/0","connection":{"pool":"[2001:db8::1]:3333","ip":"::1","uptime":119,"ping":40,"failures":0,"tls":"TLSv1.3","algo":"rx/0","diff":480045,"accepted":4,"rejected":1,"error_log":[]},
            "version":"6.22.2","kind":"miner","ua":"XMRig/6.22.2","cpu":{"brand":"x","threads":16},"donate_level":1,"paused":false,"algorithms":[],"hashrate":{"total":[RATES],"highest":null}}
            """;
        Assert.True(Read("xmrig", answer.Replace("RATES", "null, null, null", StringComparison.Ordinal)).Starting);
        var reading = Read("xmrig", answer.Replace("RATES", "null, 8765.4, null", StringComparison.Ordinal));
        Assert.Equal((8765.4, "randomx", new MinerShares(4, 1), 480_045d), (Only(reading).Hashrate!.Value, Only(reading).Algorithm, Only(reading).Shares, Only(reading).Difficulty!.Value));
        Assert.Equal(("6.22.2", 120L, "[2001:db8::1]:3333"), (reading.Version, reading.UptimeSeconds, Only(reading).Pool));
    }

    [Fact, Trait("bad-input", "119")]
    public void SRBMiner_2_with_an_algorithm_on_the_processor_and_one_on_cards()
    {
        var reading = Read("srbminer-multi", """
            {"rig_name":"r","cores_used":8,"gpu_devices":[{"device":"GPU0","id":0,"model":"rx_6800","bus_id":3,"temperature":55},{"device":"GPU1","id":1,"model":"rtx_3070","bus_id":10}],"mining_time":700,"miner_version":"2.7.9","total_cpu_workers":8,"total_gpu_workers":2,
            "algorithms":[{"id":0,"name":"autolykos2","pool":{"pool":"ergo.example.org:3052","difficulty":8589934592,"uptime":690,"latency":50},"shares":{"accepted":9,"rejected":1,"total":10},
            "hashrate":{"1min":145000000,"5min":0,"now":150000000,"gpu":{"gpu0":60000000,"gpu1":90000000,"total":150000000}},"gpu_accepted_shares":{"gpu0":4,"gpu1":5},"gpu_compute_errors":{"gpu0":0,"gpu1":2}},
            {"id":1,"name":"randomx","pool":{"pool":"xmr.example.org:4444","difficulty":0},"shares":{"accepted":0,"rejected":0},"hashrate":{"1min":0,"now":6400,"cpu":{"thread0":800,"thread1":800,"total":6400}}}]}
            """);
        Assert.Equal(("2.7.9", 700L, 2), (reading.Version, reading.UptimeSeconds, reading.Work.Count));
        Assert.Equal(("autolykos2", 150e6, new MinerShares(9, 1), 8_589_934_592d), (reading.Work[0].Algorithm, reading.Work[0].Hashrate!.Value, reading.Work[0].Shares, reading.Work[0].Difficulty!.Value));
        Assert.Equal([3, 10], reading.Work[0].Gpus.Select(g => g.Place!.Value.Bus));
        Assert.Equal(("randomx", 6400d, 2, null, 0), (reading.Work[1].Algorithm, reading.Work[1].Hashrate!.Value, reading.Work[1].CpuThreads, reading.Work[1].Difficulty, reading.Work[1].Gpus.Count));
    }

    [Theory, Trait("bad-input", "119")]
    [InlineData("""{"id":"0","result":[{"gpuid":0,"cudaid":0,"busid":"0000:0A:00.0","name":"x","gpu_status":2,"solver":8,"temperature":60,"gpu_power_usage":120.5,"speed_sps":"55.25","accepted_shares":10,"rejected_shares":"1","start_time":1699999000}],"error":null,"method":"getstat","version":"v2.4e","current_server":"ssl://flux.example.org:7001","pers":"ZelProof","algo":"125,4"}""", 1000L)]
    [InlineData("""{"id":0,"jsonrpc":"2.0","error":null,"uptime":42,"start_time":1699999000,"current_server":"flux.example.org:7001","result":[{"gpuid":0,"busid":"0a:0","speed_sps":55.25,"accepted_shares":10,"rejected_shares":1}]}""", 42L)]
    public void MiniZ(string answer, long uptime)
    {
        var reading = Read("miniz", answer);
        Assert.Equal((uptime, 55.25, "flux.example.org:7001", new MinerShares(10, 1)), (reading.UptimeSeconds!.Value, Only(reading).Hashrate!.Value, Only(reading).Pool, Only(reading).Shares));
        Assert.Equal(10, Only(reading).Gpus[0].Place!.Value.Bus);
    }

    [Fact, Trait("bad-input", "119")]
    public void An_error_of_miniZ_is_no_reading() => Assert.Null(Launches.Miner("miniz").Read(new(Answers.At, ["""{"id":"0","result":null,"error":{"code":-32601,"message":"Method not found"}}"""])));

    /// <summary>A NUL at the end, a list of one in each place or the object alone, rates as texts, in the unit of the key.</summary>
    [Theory, Trait("bad-input", "119")]
    [InlineData("\"GHS 5s\":\"13581.93\",\"GHS av\":13500.1", 13_581.93e9)]
    [InlineData("\"GHS av\":13500.1,\"GHS 5s\":\"\"", 13_500.1e9)]
    [InlineData("\"MHS av\":500,\"MHS 5s\":504.5,\"MHS 1m\":1", 504.5e6)]
    [InlineData("\"THS rt\":95.5,\"MHS av\":1", 95.5e12)]
    [InlineData("\"KHS 5s\":-nan,\"KHS av\":61", 61_000)]
    public void Cgminer_rates(string rates, double expected)
    {
        string summary = $$"""{"STATUS":[{"STATUS":"S","When":1700000000,"Code":11,"Msg":"Summary","Description":"cgminer 4.12.1"}],"SUMMARY":[{"Elapsed":500,{{rates}},"Accepted":10,"Rejected":1,"Hardware Errors":3,"Stale":2}],"id":1}""" + "\0\0\n";
        var reading = Launches.Miner("antminer").Read(summary, """{"STATUS":[{"STATUS":"E","Code":45,"Msg":"Access denied"}],"id":1}""" + "\0", null, null, """{"VERSION":[{"Type":"Antminer S19"}]}""");
        Assert.Equal(("4.12.1", 500L, new MinerShares(10, 1, 2, 3)), (reading.Version, reading.UptimeSeconds, Only(reading).Shares));
        Assert.Equal(expected, Only(reading).Hashrate!.Value, expected * 1e-12);
    }

    [Fact, Trait("bad-input", "119")]
    public void BzMiner_with_a_card_that_does_not_work_for_the_second_pool()
    {
        var reading = Read("bzminer", """
            {"bzminer_version":"v23.0.1","uptime_s":900,"hashrate":"x","devices":[{"id":"1:0","name":"a","vendor":0,"pci_bus_id":1,"hashrate":[60500000.0,null],"valid_solutions":[5,null],"stale_solutions":[1],"rejected_solutions":[0],"invalid_solutions":[0]},
            {"id":2,"vendor":0,"pci_bus_id":"12","hashrate":[60000000.0,350000000],"valid_solutions":[4,2]}],
            "pools":[{"algorithm":"ergo","current_url":"stratum+tcp://ergo.example.org:3052","hashrate":0,"difficulty":0,"valid_solutions":9,"stale_solutions":1},{"algorithm":"kaspa","current_url":"kas.example.org:5555","hashrate":350000000,"valid_solutions":2},null]}
            """);
        Assert.Equal(("23.0.1", 900L, 2), (reading.Version, reading.UptimeSeconds, reading.Work.Count));
        Assert.Equal(("autolykos2", 120.5e6, 9L, null), (reading.Work[0].Algorithm, reading.Work[0].Hashrate!.Value, reading.Work[0].Shares.Accepted, reading.Work[0].Difficulty));
        Assert.Equal(("kheavyhash", 350e6), (reading.Work[1].Algorithm, reading.Work[1].Hashrate!.Value));
        Assert.Equal([null, 350e6], Rates(reading.Work[1]));
        Assert.Equal([1, 12], reading.Work[0].Gpus.Select(g => g.Place!.Value.Bus));
    }

    [Fact, Trait("bad-input", "119")]
    public void Rigel_before_its_first_rate()
    {
        var reading = Read("rigel", """
            {"name":"Rigel","version":"1.20.1","algorithm":"karlsenhash+etchash","uptime":3,"power_usage":null,"devices":[{"id":0,"name":"x","selected":true,"pci_address":"0A:00","hashrate":null,"solution_stat":null},{"id":1,"selected":false,"pci_address":"0B:00"}],
            "hashrate":{},"pools":{"karlsenhash":[],"etchash":[{"connection_details":{"hostname":"etc.example.org","port":4444,"protocol":"Stratum","tls":true}}]},"solution_stat":{"karlsenhash":{"accepted":0,"rejected":0,"invalid":0}}}
            """);
        Assert.True(reading.Starting);
        Assert.Equal(["karlsenhash", "etchash"], reading.Work.Select(w => w.Algorithm));
        Assert.Equal([null, "etc.example.org:4444"], reading.Work.Select(w => w.Pool));
        Assert.Equal(new PciPlace(10, 0), Assert.Single(reading.Work[0].Gpus).Place);
    }

    [Fact, Trait("bad-input", "119")]
    public void OneZeroMiner_with_shorter_lists_than_devices()
    {
        var reading = Read("onezerominer", """
            {"version":"1.4.2","uptime_seconds":777,"devices":[{"id":0,"name":"a","bus_id":1},{"id":1,"bus_id":"2"},{"id":2}],"algos":[{"name":"xelishashv2","pool":"xel.example.org:2222","total_hashrate":"25.5 kH/s","hashrates":[12000,13500],
            "total_accepted_shares":4,"total_rejected_shares":null,"devices_accepted_shares":[3,1]}]}
            """);
        Assert.Equal(("1.4.2", 777L, 25_500d, new MinerShares(4)), (reading.Version, reading.UptimeSeconds, Only(reading).Hashrate!.Value, Only(reading).Shares));
        Assert.Equal([12_000, 13_500, null], Rates(Only(reading)));
        Assert.Equal([1, 2, null], Only(reading).Gpus.Select(g => g.Place?.Bus));
    }

    [Fact, Trait("bad-input", "119")]
    public void NanoMiner_with_two_algorithms_and_rates_as_texts()
    {
        var reading = Read("nanominer", """
            {"Algorithms":[{"Autolykos":{"CurrentPool":"ergo.example.org:11111","GPU 0":{"Accepted":3,"Denied":1,"Hashrate":"1.11e+08"},"GPU 10":{"Accepted":2,"Denied":0,"Hashrate":"0.000000e+00"},"ReconnectionCount":0,"Total":{"Accepted":5,"Denied":1,"Hashrate":"1.11e+08"}}},
            {"RandomX":{"CPU":{"Accepted":1,"Denied":0,"Hashrate":"4.5e+03"},"CurrentPool":"xmr.example.org:14433","Total":{"Accepted":1,"Denied":0,"Hashrate":"4.5e+03"}}}],
            "Devices":[{"GPU 0":{"Name":"x","Platform":"CUDA","Pci":"0A:00.0","Fan":70,"Temperature":60,"Power":"110.00"}},{"GPU 10":{"Pci":"0000:0B:00.0"}}],"Version":"nanominer v3.9.2","WorkTime":500}
            """);
        Assert.Equal((500L, 2), (reading.UptimeSeconds, reading.Work.Count));
        Assert.Equal(("autolykos2", 111e6, new MinerShares(5, 1), "ergo.example.org:11111"), (reading.Work[0].Algorithm, reading.Work[0].Hashrate!.Value, reading.Work[0].Shares, reading.Work[0].Pool));
        Assert.Equal([10, 11], reading.Work[0].Gpus.Select(g => g.Place!.Value.Bus));
        Assert.Equal(("randomx", 4500d), (reading.Work[1].Algorithm, reading.Work[1].Hashrate!.Value));
    }

    [Fact, Trait("bad-input", "119")]
    public void WildRig_with_a_card_without_a_rate()
    {
        var reading = Read("wildrig-multi", """
            {"id":"x","ua":"WildRig/0.41.2","version":"0.41.2","kind":"miner","uptime":800,"algo":"kawpow","hwmon":{"busID":[3,null]},"hashrate":{"total":[25500000,25400000,null],"threads":[[25500000,25400000,null],[null,null,null]],"highest":1},
            "results":{"diff_current":0.25,"shares_good":5,"shares_total":7,"shares_accepted":[5],"shares_rejected":[1],"shares_ignored":[1]},"connection":{"pool":"rvn.example.org:6060","uptime":790,"ping":30}}
            """);
        Assert.Equal(("0.41.2", 800L, 25.5e6, "rvn.example.org:6060"), (reading.Version, reading.UptimeSeconds, Only(reading).Hashrate!.Value, Only(reading).Pool));
        Assert.Equal([25.5e6, null], Rates(Only(reading)));
        Assert.Equal([3, null], Only(reading).Gpus.Select(g => g.Place?.Bus));
    }

    [Fact, Trait("bad-input", "119")]
    public void TeamRedMiner_0_10_with_a_second_algorithm_and_a_dead_card()
    {
        const string devices = """{"STATUS":[{"STATUS":"S","Code":9,"Msg":"2 GPU(s)","Description":"TeamRedMiner 0.10.21"}],"DEVS":[{"GPU":0,"Enabled":"Y","Status":"Alive","Temperature":61.0,"Fan Percent":50,"KHS av":60000,"KHS 30s":60500.5,"Accepted":10,"Rejected":1,"Hardware Errors":0,"Device Elapsed":900},{"GPU":1,"Enabled":"N","Status":"Dead","KHS av":30.5,"KHS 30s":0,"Accepted":3,"Rejected":0,"Hardware Errors":7}],"id":1}""";
        const string pools = """{"STATUS":[{"STATUS":"S"}],"POOLS":[{"POOL":0,"URL":"stratum+ssl://a.example.org:1","Status":"Dead","Stratum Active":false,"Algorithm":"ethash"},{"POOL":1,"URL":"stratum+tcp://b.example.org:2","Status":"Alive","Stratum Active":"true","Stratum URL":"b","Algorithm":"ethash","Stratum Difficulty":4.0}],"id":1}""";
        var reading = Read("teamredminer", $$"""{"summary":[{"STATUS":[{"STATUS":"S"}],"SUMMARY":[{"Elapsed":901,"KHS av":60000,"KHS 30s":60500.5,"Accepted":13,"Rejected":1,"Hardware Errors":7}],"id":1}],"devs":[{{devices}}],"pools":[{{pools}}],"id":1}""" + "\0",
            """{"devs2":[{"DEVS":[{"GPU":0,"MHS av":300,"MHS 30s":305.5,"Accepted":2,"Rejected":0}]}],"pools2":[{"POOLS":[{"URL":"kas.example.org:3","Stratum Active":true,"Algorithm":"kas"}]}],"id":1}""");
        Assert.Equal(("0.10.21", 901L, 2), (reading.Version, reading.UptimeSeconds, reading.Work.Count));
        Assert.Equal((60_500_500d, "b.example.org:2", "ethash", new MinerShares(13, 1, null, 7)), (reading.Work[0].Hashrate!.Value, reading.Work[0].Pool, reading.Work[0].Algorithm, reading.Work[0].Shares));
        Assert.Equal([60_500_500, 0], Rates(reading.Work[0]));
        Assert.Equal((305.5e6, "kas.example.org:3", "kheavyhash"), (reading.Work[1].Hashrate!.Value, reading.Work[1].Pool, reading.Work[1].Algorithm));
    }

    [Fact, Trait("bad-input", "119")]
    public void NBMiner_42_with_two_algorithms()
    {
        var reading = Read("nbminer", """
            {"miner":{"devices":[{"id":0,"info":"x","pci_bus_id":10,"hashrate":"60.5 M","hashrate_raw":60500000.1,"hashrate2":"180.0 M","hashrate2_raw":180000000,"accepted_shares":3,"accepted_shares2":1,"temperature":60,"power":120,"fan":-1,"lhr":-1}],
            "total_hashrate":"60.5 M","total_hashrate_raw":60500000.1,"total_hashrate2":"180.0 M","total_hashrate2_raw":180000000,"total_power_consume":120},"reboot_times":0,"start_time":1699999500,
            "stratum":{"accepted_shares":3,"accepted_shares2":1,"algorithm":"ethash","algorithm2":"kheavyhash","difficulty":"4.29 G","dual_mine":true,"rejected_shares":0,"url":"eth.example.org:1","url2":"kas.example.org:2","user":"w"},"version":"v42.3"}
            """);
        Assert.Equal(("42.3", 500L, 2), (reading.Version, reading.UptimeSeconds, reading.Work.Count));
        Assert.Equal(("ethash", 60_500_000.1, 4.29e9), (reading.Work[0].Algorithm, reading.Work[0].Hashrate!.Value, reading.Work[0].Difficulty!.Value));
        Assert.Equal(("kheavyhash", 180e6, "kas.example.org:2", 1L), (reading.Work[1].Algorithm, reading.Work[1].Hashrate!.Value, reading.Work[1].Pool, reading.Work[1].Shares.Accepted));
    }

    [Fact, Trait("bad-input", "119")]
    public void PhoenixMiner_6_with_its_longer_answer()
    {
        var reading = Read("phoenixminer", """{"id":0,"jsonrpc":"2.0","result":["PM 6.2c - ETC","95","60500;20;1","30250;off","0;0;0","off;off","60;70;0;0","ssl1.example.org:5555","2;1;0;0","19;0","1;0","2;0","0;0","0;0","0;0","10;11","0;0;0","240"],"error":null}""" + "\n");
        Assert.Equal(("6.2c", 5700L), (reading.Version, reading.UptimeSeconds));
        Assert.Equal(("etchash", 60.5e6, new MinerShares(19, 1, null, 2), "ssl1.example.org:5555"), (Only(reading).Algorithm, Only(reading).Hashrate!.Value, Only(reading).Shares, Only(reading).Pool));
        Assert.Equal([30.25e6, null], Rates(Only(reading)));
        Assert.Equal([10, 11], Only(reading).Gpus.Select(g => g.Place!.Value.Bus));
    }

    [Fact, Trait("bad-input", "119")]
    public void A_fork_of_ccminer_with_numbers_that_are_none()
    {
        var reading = Read("ccminer", "NAME=ccminer;VER=8.22;API=1.9;ALGO=verus;GPUS=2;KHS=nan;SOLV=0;ACC=12;REJ=0;ACCMN=1.5;DIFF=inf;NETKHS=0;POOLS=1;WAIT=0;UPTIME=600;TS=1700000000|\0",
            "GPU=0;BUS=10;CARD=x;TEMP=60.0;POWER=120000;KHS=8000.50;KHW=0;ACC=12;REJ=0;HWF=0|GPU=1;BUS=-1;TEMP=0.0;KHS=-nan;ACC=0|", "POOL=a.example.org:1;URL=stratum+tcp://a.example.org:1;USER=x;DIFF=1.0e+05;STALE=2|");
        Assert.Equal((8_000_500d, 100_000d, new MinerShares(12, 0, 2, 0)), (Only(reading).Hashrate!.Value, Only(reading).Difficulty!.Value, Only(reading).Shares));
        Assert.Equal([8_000_500, null], Rates(Only(reading)));
        Assert.Equal([10, null], Only(reading).Gpus.Select(g => g.Place?.Bus));
    }

    /// <summary>What C and C++ print for a number that is none is no JSON: the rest of the answer is good all the same.</summary>
    [Theory, Trait("bad-input", "119")]
    [InlineData("nan")]
    [InlineData("-nan")]
    [InlineData("NaN")]
    [InlineData("inf")]
    [InlineData("-inf")]
    [InlineData("Infinity")]
    [InlineData("-nan(ind)")]
    [InlineData("1.#QNAN")]
    public void A_number_that_is_none_is_unknown_and_the_rest_is_read(string none)
    {
        var reading = Read("t-rex", $$"""{"hashrate":60000000,"version":"0.26 nan, inf: -nan","uptime":{{none}},"gpus":[{"gpu_id":0,"hashrate":{{none}} },{"gpu_id":1,"hashrate":60000000}],"active_pool":{"url":"a.example.org:1","difficulty":[{{none}},{{none}}] } }""");
        Assert.Equal((60e6, "0.26 nan, inf: -nan", null), (Only(reading).Hashrate!.Value, reading.Version, reading.UptimeSeconds));
        Assert.Equal([null, 60e6], Rates(Only(reading)));
    }

    /// <summary>Names of cards and rigs come from anywhere.</summary>
    [Fact, Trait("bad-input", "119")]
    public void Control_characters_in_texts_and_a_line_with_a_bracket_before_the_answer_do_no_harm()
    {
        var reading = Read("t-rex", "[2026-11-30 01:02:03] answer follows\n{\"hashrate\":60000000,\"version\":\"0.\t26\u0001\",\"gpus\":[{\"name\":\"a\nb\",\"gpu_id\":0,\"hashrate\":60000000}]}\n");
        Assert.Equal((60e6, 1), (Only(reading).Hashrate!.Value, Only(reading).Gpus.Count));
        Assert.DoesNotContain(reading.Version!, char.IsControl);
    }
}
