using BloxOs.Web.Access;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages;

/// <summary>What a browser keeps, to say that the server cannot be reached: the same for everybody.</summary>
[NeedsNobody]
internal sealed class OfflineModel : PageModel;
