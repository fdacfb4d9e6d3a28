namespace BloxOs.Data.Audit;

/// <summary>Limits of an audit line. <see cref="AuditText"/> makes any text fit.</summary>
public static class AuditInput
{
    /// <summary>Most characters of an id.</summary>
    public const int MaxIdLength = 64;

    /// <summary>Most characters of a name: of who acted, or of what it was about.</summary>
    public const int MaxNameLength = 256;

    /// <summary>Most characters of an action.</summary>
    public const int MaxActionLength = 64;

    /// <summary>Most characters of a network address.</summary>
    public const int MaxAddressLength = 64;

    /// <summary>Most characters of what a browser called itself.</summary>
    public const int MaxUserAgentLength = 256;

    /// <summary>Most changed fields.</summary>
    public const int MaxChanges = 64;

    /// <summary>Most characters of a changed field's name.</summary>
    public const int MaxFieldLength = 64;

    /// <summary>Most characters of a value before or after.</summary>
    public const int MaxValueLength = 1024;

    internal static void Check(AuditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        CheckAction(record.Action);
        if (!Enum.IsDefined(record.Actor.Kind))
            throw new ArgumentException("Audit line: the kind of the actor is unknown.");
        CheckText("actor id", record.Actor.Id, MaxIdLength);
        CheckText("actor name", record.Actor.Name, MaxNameLength);
        CheckText("address", record.Address, MaxAddressLength);
        CheckText("user agent", record.UserAgent, MaxUserAgentLength);
        CheckText("farm", record.FarmId ?? "", MaxIdLength);
        CheckText("rig", record.RigId ?? "", MaxIdLength);
        CheckText("person", record.UserId ?? "", MaxIdLength);
        CheckText("target", record.Target, MaxNameLength);
        CheckChanges(record.Changes);
    }

    internal static void Check(AuditQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, AuditQuery.MaxLimit);
        foreach (var text in (string?[])[query.FarmId, query.RigId, query.UserId, query.Action, query.Scope?.UserId])
            CheckText("query", text ?? "", MaxIdLength);
    }

    private static void CheckChanges(IReadOnlyList<AuditChange> changes)
    {
        if (changes.Count > MaxChanges)
            throw new ArgumentException($"Audit line: at most {MaxChanges} changes.");
        foreach (var change in changes)
        {
            CheckText("field", change.Field, MaxFieldLength);
            CheckText("value before", change.Before ?? "", MaxValueLength);
            CheckText("value after", change.After ?? "", MaxValueLength);
        }
    }

    private static void CheckAction(string action)
    {
        if (action is null || action.Length is 0 or > MaxActionLength || !action.All(static c => char.IsAsciiLetterLower(c) || c is '.' or '-'))
            throw new ArgumentException($"Audit line: an action is 1 to {MaxActionLength} of a-z, dot and hyphen.");
    }

    private static void CheckText(string field, string text, int max)
    {
        if (text is null || text.Length > max)
            throw new ArgumentException($"Audit line: {field} has at most {max} characters.");
        if (!AuditText.IsClean(text))
            throw new ArgumentException($"Audit line: {field} has control or broken characters.");
    }
}
