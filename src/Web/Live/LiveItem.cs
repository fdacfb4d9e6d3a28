namespace BloxOs.Web.Live;

/// <summary>One element of a page, to be swapped by its id. Empty HTML removes it.</summary>
internal sealed record LiveItem(string Id, string Html);
