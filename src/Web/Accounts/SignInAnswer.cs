namespace BloxOs.Web.Accounts;

/// <summary>How a sign-in ended: signed in, or what to tell.</summary>
/// <param name="SignedIn">All was right.</param>
/// <param name="Message">What to tell when it was not.</param>
/// <param name="RetryAfter">How long to wait first.</param>
/// <param name="NeedsSecondStep">The password was right; a code is asked for next.</param>
internal sealed record SignInAnswer(bool SignedIn, string? Message = null, TimeSpan? RetryAfter = null, bool NeedsSecondStep = false)
{
    public static SignInAnswer SecondStep { get; } = new(false, NeedsSecondStep: true);

    public static SignInAnswer WrongCode { get; } = new(false, "This is not the code, or it was used already. Wait for the next one.");

    public static SignInAnswer Done { get; } = new(true);

    /// <summary>The same for an unknown address, a wrong password and a disabled account.</summary>
    public static SignInAnswer Wrong { get; } = new(false, "E-mail or password is wrong.");

    public static SignInAnswer Busy { get; } = new(false, "Many people sign in just now. Try again in a moment.", PasswordWork.RetryAfter);

    public static SignInAnswer TooSoon(TimeSpan wait) => new(false, $"Too many tries. Wait {Words(wait)}, then try again.", wait);

    static string Words(TimeSpan wait) => wait.TotalSeconds < 90
        ? $"{Math.Ceiling(wait.TotalSeconds):0} seconds"
        : $"{Math.Ceiling(wait.TotalMinutes):0} minutes";
}
