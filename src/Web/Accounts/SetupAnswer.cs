using BloxOs.Grains.Setup;

namespace BloxOs.Web.Accounts;

/// <summary>What came of a set-up step, and what to tell.</summary>
internal sealed record SetupAnswer(SetupOutcome? Outcome, string? Message = null, TimeSpan? RetryAfter = null, string? UserId = null)
{
    public static SetupAnswer Busy { get; } = new(null, "The server is busy. Try again in a moment.", PasswordWork.RetryAfter);

    public static SetupAnswer TooSoon(TimeSpan wait) => new(null, $"Too many tries. Wait {Math.Ceiling(wait.TotalMinutes):0} minutes, then try again.", wait);

    public static SetupAnswer Of(OwnerResult result) => new(result.Outcome, Words(result.Outcome), UserId: result.UserId);

    static string? Words(SetupOutcome outcome) => outcome switch
    {
        SetupOutcome.Done => null,
        SetupOutcome.WrongCode => "This is not the code. The code looks like K7QM\u20112XWD\u20119RTA and is in the server's output.",
        SetupOutcome.NoLiveCode => "The code has expired or was tried too often. The server has printed a new one.",
        SetupOutcome.EmailTaken => "Another account has this e-mail address.",
        _ => "There is an owner already.",
    };
}
