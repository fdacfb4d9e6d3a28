using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>One miner instance of a rig: how it is, what it writes, what can be ordered of it. The agent masks secrets, so viewers may read along.</summary>
[NeedsRig(FarmLevel.Viewer)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class MinerModel(IGrainFactory grains, TimeProvider time) : PageModel
{
    /// <summary>Its name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How it is.</summary>
    public MinerRow Miner { get; private set; } = null!;

    /// <summary>What it wrote, as far as that is known already.</summary>
    public LogLines Lines { get; private set; } = null!;

    /// <summary>Somebody said what it is to do.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>The rig.</summary>
    public RigDescription Rig => this.Granted().Rig!.Description;

    /// <summary>The farm it stands in.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>This person may act on miners.</summary>
    public bool MayOperate => this.Granted().May(FarmLevel.Operator);

    /// <summary>This person may change what the rig is to do.</summary>
    public bool MayManage => this.Granted().May(FarmLevel.Manager);

    /// <summary>The rig is not connected.</summary>
    public bool IsAway => this.Granted().Rig!.Reading.ConnectedAt is null;

    IRigGrain Grain => grains.GetGrain<IRigGrain>(Rig.RigId);

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync(string name)
    {
        if (!WantedRules.IsName(name) || await Grain.GetOrders() is not { } orders) { return NotFound(); }
        if (MinerRow.Of(Rig.RigId, orders, time.GetUtcNow()).FirstOrDefault(m => m.Name == name) is not { } row) { return NotFound(); }
        (Name, Miner, IsWanted) = (name, row, (orders.Wanted.Miners ?? []).Any(m => m.Name == name));
        Lines = LogLines.Of(Rig.RigId, name, await Grain.WatchLog(name, 0), 0, LogLines.Most);
        return Page();
    }

    /// <summary>What came after this line.</summary>
    public async Task<IActionResult> OnGetLinesAsync(string name, long after, int left)
    {
        if (!WantedRules.IsName(name) || after < 0) { return NotFound(); }
        return Partial("_LogLines", LogLines.Of(Rig.RigId, name, await Grain.WatchLog(name, after), after, left - 1));
    }
}
