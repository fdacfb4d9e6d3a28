using BloxOs.Web.Access;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages;

/// <summary>What this is, for somebody who is not signed in. It tells nothing of this server's farms.</summary>
[NeedsNobody]
internal sealed class LandingModel : PageModel
{
    /// <summary>Its address, to which "/" leads who is not signed in.</summary>
    public const string Path = "/welcome";
}
