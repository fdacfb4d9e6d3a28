using System.Net;
using System.Security.Claims;
using BloxOs.Data.Audit;
using BloxOs.Data.Timeline;
using BloxOs.Web.Access;

namespace BloxOs.Web.Audit;

/// <summary>Fills in who, when and from where, and makes all text fit.</summary>
internal sealed partial class AuditTrail(IAuditLog log, ITimeline timeline, TimeProvider time, ILogger<AuditTrail> logger) : IAuditTrail
{
    const string FailedSuffix = ".failed";
    const string RigNoun = "rig.";

    public async Task<T> DoAsync<T>(HttpContext http, AuditDraft draft, Func<Task<T>> work, Func<T, string?>? refusal = null)
    {
        await WriteAsync(http, draft);
        T result;
        try { result = await work(); }
        catch (Exception failure)
        {
            await NoteFailureAsync(http, draft, failure.GetType().Name);
            throw;
        }
        if (refusal?.Invoke(result) is { } reason) { await NoteFailureAsync(http, draft, reason); }
        else { Tell(http, draft); }
        return result;
    }

    public Task DoAsync(HttpContext http, AuditDraft draft, Func<Task> work) => DoAsync(http, draft, async () =>
    {
        await work();
        return true;
    });

    public Task WriteAsync(HttpContext http, AuditDraft draft) => log.AppendAsync(Record(http, draft));

    /// <summary>What was done to a rig stands on its timeline, for everybody who sees it: who, and which fields, but no values.</summary>
    void Tell(HttpContext http, AuditDraft draft)
    {
        if (draft is not { RigId: { } rig, FarmId: { } farm, Action: not "rig.delete" } || !draft.Action.StartsWith(RigNoun, StringComparison.Ordinal)) { return; }
        var record = Record(http, draft);
        timeline.Note(new(rig, farm, record.At, draft.Action[RigNoun.Length..], TimelineSeverity.Info)
        {
            Actor = record.Actor.Name,
            Text = draft.Brief ?? string.Join(", ", record.Changes.Select(static change => change.Field)),
        });
    }

    /// <summary>The first line stands already, so a second that fails must not hide what went wrong with the work.</summary>
    async Task NoteFailureAsync(HttpContext http, AuditDraft draft, string reason)
    {
        try { await WriteAsync(http, draft with { Action = draft.Action + FailedSuffix, Changes = [new("reason", null, reason)] }); }
        catch (AuditUnavailableException failure) { LogLost(failure, draft.Action); }
    }

    AuditRecord Record(HttpContext http, AuditDraft draft) => new()
    {
        At = time.GetUtcNow(),
        Actor = draft.By is { } by ? by with { Name = AuditText.Of(by.Name, AuditInput.MaxNameLength) } : Actor(http.User),
        Action = draft.Action,
        Address = Address(http.Connection.RemoteIpAddress),
        UserAgent = AuditText.Of(http.Request.Headers.UserAgent.ToString(), AuditInput.MaxUserAgentLength),
        FarmId = draft.FarmId,
        RigId = draft.RigId,
        UserId = draft.UserId,
        Target = AuditText.Of(draft.Target, AuditInput.MaxNameLength),
        Changes = [.. draft.Changes.Take(AuditInput.MaxChanges).Select(Fit)],
    };

    static AuditChange Fit(AuditChange change) =>
        new(AuditText.Of(change.Field, AuditInput.MaxFieldLength), Fit(change.Before), Fit(change.After));

    static string? Fit(string? value) => value is null ? null : AuditText.Of(value, AuditInput.MaxValueLength);

    static AuditActor Actor(ClaimsPrincipal user)
    {
        if (Caller.Of(user) is not { } caller) { return new(AuditActorKind.Nobody, "", ""); }
        var kind = caller.Kind switch { CallerKind.ApiKey => AuditActorKind.ApiKey, CallerKind.Token => AuditActorKind.Token, _ => AuditActorKind.Session };
        return new(kind, caller.UserId, AuditText.Of(caller.Name, AuditInput.MaxNameLength));
    }

    /// <summary>The whole address, which a count of tries would shorten; an IPv6 zone says nothing outside this machine.</summary>
    static string Address(IPAddress? address)
    {
        if (address is null) { return ""; }
        if (address.IsIPv4MappedToIPv6) { address = address.MapToIPv4(); }
        return AuditText.Of(address.ToString(), AuditInput.MaxAddressLength);
    }

    [LoggerMessage(LogLevel.Error, "That {Action} failed could not be written to the audit log")]
    partial void LogLost(Exception failure, string action);
}
