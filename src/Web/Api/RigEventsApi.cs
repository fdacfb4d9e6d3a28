using System.ComponentModel;
using System.Globalization;
using BloxOs.Data.Timeline;
using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.Timeline;

namespace BloxOs.Web.Api;

/// <summary>Something that happened to a rig.</summary>
/// <param name="Id">Unique.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What; "status" for a change of state.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Subject">The card, miner instance or part that it is about.</param>
/// <param name="Value">The new value, for programs: of "status" the state, of the end of a command its kind.</param>
/// <param name="Text">For people, one line.</param>
/// <param name="Actor">The person who did it; null for what happened by itself.</param>
internal sealed record RigEventAnswer(
    string Id, DateTimeOffset At, string Kind, string Title, TimelineSeverity Severity, string? Subject, string? Value, string? Text, string? Actor)
{
    /// <summary>As it is stored.</summary>
    public static RigEventAnswer Of(TimelineEntry entry)
    {
        var what = entry.Event;
        return new(
            entry.Id.ToString(CultureInfo.InvariantCulture), what.At, what.Kind, TimelineWords.Title(what), what.Severity, what.Subject, what.Value, what.Text, what.Actor);
    }
}

/// <summary>Which events.</summary>
internal readonly record struct RigEventsQuery(
    [property: Description("At this time or later, with its zone: 2026-11-22T20:15:00Z.")] string? From,
    [property: Description("Before this time.")] string? To,
    [property: Description("True: changes of state only; false: all but those; left out: both.")] bool? Statuses);

/// <summary><c>/rigs/{rigId}/events</c>.</summary>
internal static class RigEventsApi
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/rigs/{rigId}/events", List)
        .Operation("rigsEvents", "List what happened to a rig", "The newest first, for up to two years: states, boots, miners, cards, commands, and what people changed.", new NeedsRigAttribute(FarmLevel.Viewer))
        .WithTags("History").Produces<ApiPage<RigEventAnswer>>();

    static async Task<IResult> List(HttpContext http, ITimeline timeline, string rigId, [AsParameters] RigEventsQuery query, [AsParameters] PageQuery page)
    {
        if (Read(query, page, rigId, http.Granted().FarmId) is not { } asked) { return ApiProblem.Invalid("Times have a zone, and from is before to. " + PageQuery.Complaint); }
        int limit = asked.Limit;
        var events = await timeline.FindAsync(asked with { Limit = limit + 1 }, http.RequestAborted);
        string? next = events.Count > limit ? TimelinePlace.Of(events[limit - 1]).ToString() : null;
        return TypedResults.Ok(new ApiPage<RigEventAnswer>([.. events.Take(limit).Select(RigEventAnswer.Of)], next));
    }

    static TimelineQuery? Read(RigEventsQuery query, PageQuery page, string rigId, string farmId)
    {
        int limit = page.Limit ?? ApiLimits.DefaultPage;
        var (from, to) = (StrictTime.Read(query.From), StrictTime.Read(query.To));
        var before = TimelinePlace.Read(page.Cursor);
        bool isGood = limit is >= 1 and <= ApiLimits.MaxPage && (from is null) == (query.From is null) && (to is null) == (query.To is null) && !(from >= to)
            && (before is null) == (page.Cursor is null);
        return isGood
            ? new(rigId, farmId, from ?? DateTimeOffset.UnixEpoch, to ?? DateTimeOffset.MaxValue, limit) { Before = before, Statuses = query.Statuses }
            : null;
    }
}
