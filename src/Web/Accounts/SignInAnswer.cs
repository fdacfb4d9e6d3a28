namespace BloxOs.Web.Accounts;

/// <summary>How a sign-in ended: signed in, or what to tell. <paramref name="RetryAfter"/> only when it must not be tried at once.</summary>
internal sealed record SignInAnswer(bool SignedIn, string? Message = null, TimeSpan? RetryAfter = null)
{
    public static SignInAnswer Done { get; } = new(true);

    /// <summary>The same for an unknown address, a wrong password and a disabled account.</summary>
    public static SignInAnswer Wrong { get; } = new(false, "E-mail or password is wrong.");

    public static SignInAnswer Busy { get; } = new(false, "Many people sign in just now. Try again in a moment.", PasswordWork.RetryAfter);

    public static SignInAnswer TooSoon(TimeSpan wait) => new(false, $"Too many tries. Wait {Words(wait)}, then try again.", wait);

    static string Words(TimeSpan wait) => wait.TotalSeconds < 90
        ? $"{Math.Ceiling(wait.TotalSeconds):0} seconds"
        : $"{Math.Ceiling(wait.TotalMinutes):0} minutes";
}
