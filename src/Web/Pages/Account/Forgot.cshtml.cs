using BloxOs.Web.Access;

namespace BloxOs.Web.Pages.Account;

/// <summary>What to do without the password.</summary>
[NeedsNobody]
internal sealed class ForgotModel : AccountPage;
