namespace BloxOs.Web.Live;

/// <summary>A watched group and the farm whose feed serves it.</summary>
internal readonly record struct LiveWatch(LiveGroup Group, string FarmId);
