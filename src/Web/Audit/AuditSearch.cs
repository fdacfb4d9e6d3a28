using System.Globalization;
using BloxOs.Data.Audit;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Accounts;

namespace BloxOs.Web.Audit;

/// <summary>The filters of the audit page as its address has them. What makes no sense is named and narrows nothing.</summary>
internal sealed record AuditSearch
{
    /// <summary>Most characters of a filter.</summary>
    public const int MaxLength = 128;

    const string TimeFormat = "yyyy-MM-dd'T'HH:mm";

    /// <summary>Id or e-mail address of a person.</summary>
    public string Who { get; init; } = "";

    /// <summary>Id of a farm.</summary>
    public string Farm { get; init; } = "";

    /// <summary>Id of a rig.</summary>
    public string Rig { get; init; } = "";

    /// <summary>As in <see cref="AuditQuery.Action"/>.</summary>
    public string What { get; init; } = "";

    /// <summary>From this time on, in UTC.</summary>
    public string From { get; init; } = "";

    /// <summary>Until this time, in UTC.</summary>
    public string Until { get; init; } = "";

    /// <summary>Lines before this one.</summary>
    public string Before { get; init; } = "";

    /// <summary>A time as its field takes it; empty when it is none.</summary>
    public static string Field(string time) => TryTime(time, out var at) ? at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) : "";

    /// <summary>Whether anything narrows the list.</summary>
    public bool Narrows => (Who + Farm + Rig + What + From + Until).Length > 0;

    /// <summary>Reads the address.</summary>
    public static AuditSearch Of(IQueryCollection query)
    {
        return new() { Who = Text("who"), Farm = Text("farm"), Rig = Text("rig"), What = Text("what"), From = Text("from"), Until = Text("until"), Before = Text("before") };

        string Text(string key) => query[key].ToString().Trim() is { Length: <= MaxLength } text ? text : "";
    }

    /// <summary>The page with these filters.</summary>
    public string Url(string? handler = null, long? before = null)
    {
        var parts = new (string Key, string? Value)[] { ("who", Who), ("farm", Farm), ("rig", Rig), ("what", What), ("from", From), ("until", Until), ("before", before?.ToString(CultureInfo.InvariantCulture)), ("handler", handler) };
        string query = string.Join('&', parts.Where(static part => !string.IsNullOrEmpty(part.Value)).Select(static part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}"));
        return query.Length == 0 ? "/audit" : "/audit?" + query;
    }

    /// <summary>What is asked of the log, and what of the filters was not understood.</summary>
    public async Task<(AuditQuery Query, IReadOnlyList<string> Problems)> QueryAsync(AuditScope? scope, IGrainFactory grains, int limit, CancellationToken cancellation)
    {
        var problems = new List<string>();
        return (new()
        {
            Scope = scope,
            UserId = Who.Length == 0 ? null : await PersonAsync(grains, problems, cancellation),
            FarmId = Id(Farm, "farm", problems),
            RigId = Id(Rig, "rig", problems),
            Action = What.Length == 0 ? null : What.Length <= AuditInput.MaxActionLength && What.All(static c => char.IsAsciiLetterLower(c) || c is '.' or '-') ? What : Wrong<string>(problems, "There is no such action."),
            From = Time(From, "From", problems),
            Until = Time(Until, "Until", problems),
            Before = Before.Length == 0 ? null : long.TryParse(Before, NumberStyles.None, CultureInfo.InvariantCulture, out long before) ? before : null,
            Limit = limit,
        }, problems);
    }

    /// <summary>An address that nobody has finds nothing, like one that has no lines: the page does not tell who is known here.</summary>
    async Task<string?> PersonAsync(IGrainFactory grains, List<string> problems, CancellationToken cancellation)
    {
        if (OpaqueId.IsValid(Who)) { return Who; }
        if (!EmailAddress.TryNormalise(Who, out string? email)) { return Wrong<string>(problems, "Who takes an e-mail address."); }
        return await AccountStore.AskAsync(grains.GetGrain<IEmailGrain>(email).FindUser, cancellation) ?? "nobody";
    }

    static string? Id(string text, string what, List<string> problems) =>
        text.Length == 0 ? null : OpaqueId.IsValid(text) ? text : Wrong<string>(problems, $"There is no such {what}.");

    static DateTimeOffset? Time(string text, string what, List<string> problems)
    {
        if (text.Length == 0) { return null; }
        if (TryTime(text, out var at)) { return at; }
        problems.Add($"{what} takes a time such as 2026-11-22T18:00, in UTC.");
        return null;
    }

    static bool TryTime(string text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(text, [TimeFormat, "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);

    static T? Wrong<T>(List<string> problems, string problem) where T : class
    {
        problems.Add(problem);
        return null;
    }
}
