using BloxOs.Agent.Gpus;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Doctor;

/// <summary>NVIDIA cards: driver, its library, its tool.</summary>
/// <param name="context">What to examine.</param>
internal sealed class NvidiaCheck(DoctorContext context)
{
    const string Install = "install NVIDIA's driver from the packages of the distribution (Debian: nvidia-driver, Ubuntu: ubuntu-drivers install) and restart the rig";
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    readonly PciCards _pci = new(context.Roots);

    /// <summary>Nothing more than that there is none on a rig without such cards.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var cards = _pci.Of(PciCards.NvidiaVendor);
        if (cards.Count == 0) { return [Finding.Ok("NVIDIA", "no card on the bus")]; }
        string[] without = [.. cards.Where(c => !_pci.HasDriver(c))];
        string[] nouveau = [.. cards.Where(c => _pci.DriverOf(c) == "nouveau")];
        var driver = without.Length > 0 ? Finding.Missing("NVIDIA driver", $"{without.Length} of {cards.Count} cards have none: {string.Join(' ', without)}", Install)
            : nouveau.Length > 0 ? Finding.Missing("NVIDIA driver", $"{nouveau.Length} of {cards.Count} cards have nouveau, with which nothing can be mined or read", Install + "; NVIDIA's packages block nouveau")
            : Finding.Ok("NVIDIA driver", $"loaded for {cards.Count} cards");
        bool tool = context.Options.NvidiaSmi is not null || context.Tool("nvidia-smi") is not null;
        return [driver, await LibraryAsync(cards.Count, tool, cancellation), Tool(tool)];
    }

    async Task<Finding> LibraryAsync(int cards, bool tool, CancellationToken cancellation)
    {
        const string Check = "NVIDIA library";
        if (NvidiaSources.Of(context.Options).Library is not { } path) { return Finding.Ok(Check, "not asked: BLOXOS_NVIDIA_SMI is set"); }
        var (answered, report) = await new GuardedCall<GpuReport?>(context.Time, Timeout).RunAsync(new NvmlReader(path, _pci).Read, cancellation);
        if (!answered) { return Finding.Missing(Check, "the driver does not answer", "a card hangs it: restart the rig; when it comes back, look for Xid in the kernel's log and check that card's riser and power"); }
        if (report is null)
        {
            const string Fix = "install the library of the driver's own version (Debian: libnvidia-ml1, Ubuntu: libnvidia-compute-VERSION)";
            return tool
                ? Finding.Warning(Check, $"{path} cannot be used: nvidia-smi is started for each reading, which costs the rig more", Fix)
                : Finding.Missing(Check, $"{path} cannot be used, and there is no nvidia-smi", Fix);
        }
        if (report is { Problem: { } problem, Cards.Count: 0 }) { return Finding.Missing(Check, problem, "restart the rig; when that does not help, " + Install); }
        int alive = report.Cards.Count(c => c.Stats.Fault is null);
        return alive >= cards
            ? Finding.Ok(Check, $"reads {alive} of {cards} cards")
            : Finding.Missing(Check, $"reads {alive} of {cards} cards", "a card that is on the bus and does not answer is lost: look for Xid in the kernel's log, check its riser and power, restart the rig");
    }

    static Finding Tool(bool there) => there
        ? Finding.Ok("nvidia-smi", "there")
        : Finding.Warning("nvidia-smi", "not there: diagnostic bundles lack its report", "install the driver's tools (Debian: nvidia-smi, Ubuntu: nvidia-utils-VERSION)");
}
