using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>The three formats of lolMiner's summary.</summary>
internal static class LolMinerFormats
{
    /// <summary>1.4x and later: lists of workers and of algorithms; per algorithm one list for each value, in the order of the workers.</summary>
    public static IReadOnlyList<MinerWork> Newest(JsonNode root)
    {
        List<JsonNode> workers = [.. root["Workers"].Items()];
        var work = new List<MinerWork>();
        foreach (var algorithm in root["Algorithms"].Items(ReadingRules.MaximumWork))
        {
            double factor = algorithm["Performance_Factor"].Number() ?? NumberText.Scale(algorithm["Performance_Unit"].Text());
            List<MinerGpuWork> gpus =
            [
                .. workers.Select((w, i) => new MinerGpuWork(PciPlace.FromDecimal(w["PCIE_Address"].Text()), (int)(w["Index"].Count() ?? i), algorithm["Worker_Performance"][i].Rate(factor),
                    new(algorithm["Worker_Accepted"][i].Count(), algorithm["Worker_Rejected"][i].Count(), algorithm["Worker_Stales"][i].Count(), algorithm["Worker_Errors"][i].Count()))),
            ];
            work.Add(new()
            {
                Algorithm = AlgorithmSpellings.ToId(algorithm["Algorithm"].Text()),
                Hashrate = ReadingRules.Total(algorithm["Total_Performance"].Rate(factor), gpus),
                Shares = new(algorithm["Total_Accepted"].Count(), algorithm["Total_Rejected"].Count(), algorithm["Total_Stales"].Count(), algorithm["Total_Errors"].Count()),
                Pool = ReadingRules.Pool(algorithm["Pool"].Text()),
                Gpus = gpus,
            });
        }
        return work;
    }

    /// <summary>0.6 to 1.3x: one algorithm, its unit in the session; 0.6 names no unit and counts solutions.</summary>
    public static MinerWork Middle(JsonNode root)
    {
        var session = root["Session"];
        double factor = NumberText.Scale(session["Performance_Unit"].Text());
        List<MinerGpuWork> gpus = [.. root["GPUs"].Items().Select((gpu, i) => MiddleGpu(gpu, i, factor))];
        long? accepted = session["Accepted"].Count();
        return new()
        {
            Algorithm = AlgorithmSpellings.ToId(root["Mining"]["Algorithm"].Text()),
            Hashrate = ReadingRules.Total(session["Performance_Summary"].Rate(factor), gpus),
            Shares = new(accepted, ReadingRules.Difference(session["Submitted"].Count(), accepted)),
            Pool = ReadingRules.Pool(root["Stratum"]["Current_Pool"].Text()),
            Gpus = gpus,
        };
    }

    /// <summary>0.3 to 0.5: flat, one object per card; the windows are part of the keys.</summary>
    public static MinerWork Oldest(JsonNode root)
    {
        var gpus = new List<MinerGpuWork>();
        double? total = null;
        foreach (var (name, value) in root.Members())
        {
            if (name.StartsWith("TotalSpeed(", StringComparison.Ordinal)) { total ??= value.Rate(); }
            if (gpus.Count >= ReadingRules.MaximumGpus || !name.StartsWith("GPU", StringComparison.Ordinal) || !int.TryParse(name.AsSpan(3), out int index)) { continue; }
            double? rate = value.Members().Where(m => m.Name.StartsWith("Speed(", StringComparison.Ordinal)).Select(m => m.Value.Rate()).FirstOrDefault(r => r is not null);
            gpus.Add(new(null, index, rate));
        }
        return new()
        {
            Algorithm = AlgorithmSpellings.ToId(root["Algorithm"].Text()),
            Hashrate = ReadingRules.Total(total, gpus),
            Pool = ReadingRules.Pool(root["ConnectedPool"].Text()),
            Gpus = gpus,
        };
    }

    static MinerGpuWork MiddleGpu(JsonNode gpu, int position, double factor)
    {
        long? accepted = gpu["Session_Accepted"].Count();
        var shares = new MinerShares(accepted, ReadingRules.Difference(gpu["Session_Submitted"].Count(), accepted), null, gpu["Session_HWErr"].Count());
        return new(PciPlace.FromDecimal(gpu["PCIE_Address"].Text()), (int)(gpu["Index"].Count() ?? position), gpu["Performance"].Rate(factor), shares);
    }
}
