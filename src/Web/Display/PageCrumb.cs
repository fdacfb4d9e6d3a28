using BloxOs.Web.Access;

namespace BloxOs.Web.Display;

/// <summary>One step of the path above a page; without an address it is the page itself.</summary>
internal sealed record PageCrumb(string Title, string? Href = null)
{
    static readonly PageCrumb s_farms = new("Farms", "/?all=true");

    /// <summary>Farms / FARM / page, of a page in the farm that was asked for.</summary>
    /// <param name="granted">The farm.</param>
    /// <param name="page">The page; null for the farm's own.</param>
    /// <param name="farmHref">Where the farm's name leads to, when that is a list of its rigs.</param>
    public static PageCrumb[] OfFarm(Granted granted, string? page = null, string? farmHref = null) =>
        page is null ? [s_farms, new(granted.FarmName)] : [s_farms, new(granted.FarmName, farmHref ?? $"/farms/{granted.FarmId}"), new(page)];

    /// <summary>Farms / FARM / RIG / page, of a page of the rig that was asked for.</summary>
    public static PageCrumb[] OfRig(Granted granted, string page) => OfRig(granted, new PageCrumb(page));

    /// <summary>Farms / FARM / RIG / pages, of a page of the rig that was asked for; without pages of the rig's own.</summary>
    public static PageCrumb[] OfRig(Granted granted, params ReadOnlySpan<PageCrumb> pages)
    {
        var rig = granted.Rig!.Description;
        return [s_farms, new(granted.FarmName, $"/farms/{granted.FarmId}"), new(rig.Name, pages.IsEmpty ? null : $"/rigs/{rig.RigId}"), .. pages];
    }
}
