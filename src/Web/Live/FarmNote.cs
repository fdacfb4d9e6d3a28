using BloxOs.Grains.Farms;

namespace BloxOs.Web.Live;

/// <summary>What lands in a subscription's inbox: an update of the farm, or a tab that wants what it missed. One of both is set.</summary>
internal readonly record struct FarmNote(FarmUpdate? Update, CatchUp? CatchUp);
