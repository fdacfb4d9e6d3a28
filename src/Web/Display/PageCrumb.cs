namespace BloxOs.Web.Display;

/// <summary>One step of the path above a page; without an address it is the page itself.</summary>
internal sealed record PageCrumb(string Title, string? Href = null);
