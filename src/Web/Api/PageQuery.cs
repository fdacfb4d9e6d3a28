using System.ComponentModel;

namespace BloxOs.Web.Api;

/// <summary>Which page of a list.</summary>
/// <param name="Limit">Entries, 1 to 200; 50 when it is left out.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before.</param>
internal readonly record struct PageQuery(
    [property: Description("Entries in the answer, 1 to 200; 50 when it is left out.")] int? Limit,
    [property: Description("The nextCursor of the page before; nothing for the first page.")] string? Cursor)
{
    /// <summary>What is wrong when a page cannot be cut.</summary>
    public const string Complaint = "The limit is 1 to 200, and the cursor is the nextCursor of an answer to the same question.";
}
