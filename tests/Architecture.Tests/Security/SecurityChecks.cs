namespace BloxOs.Architecture.Tests.Security;

/// <summary>All of them.</summary>
internal static class SecurityChecks
{
    const string Commands = "commands to rigs";
    const string Release = "the release pipeline";
    const string Underway = "what is being built now";

    /// <summary>In the order of their numbers.</summary>
    public static readonly IReadOnlyList<SecurityCheck> All =
    [
        new(1, "Strong password hashes, made anew at sign-in when weaker", "11.4.2", Underway),
        new(2, "As many hashes at once as cores, a short queue, then 429", "15.1.3, 15.2.2", Underway),
        new(3, "Passwords of 12 characters or more, long ones taken whole, no composition rules", "6.2.1, 6.2.5, 6.2.7–6.2.9", Underway),
        new(4, "Common passwords and words of the place refused", "6.2.4, 6.2.11, 6.2.12", Underway),
        new(5, "Sign-in slows down per account and address; nobody can lock another out for good", "6.1.1, 6.3.1", Underway),
        new(6, "Unknown, wrong and disabled look and take the same", "6.3.1", Underway),
        new(7, "No default account: a one-time set-up code", "6.3.2, 6.4.1, 13.2.3", Underway),
        new(8, "One-time passwords: long encrypted seed, each code once, few tries", "6.5.1, 6.5.3, 6.5.5, 6.6.3", Underway),
        new(9, "Ten recovery codes, hashed, each once; a reset does not skip the second step", "6.4.3, 6.5.2", Underway),
        new(10, "Sensitive changes need a fresh sign-in", "6.2.3, 7.5.1", Underway),
        new(11, "New session id at sign-in and change of rights, the old one dead", "7.2.3, 7.2.4"),
        new(12, "Sessions end after 12 idle hours and after 30 days", "7.1.1, 7.3.1, 7.3.2"),
        new(13, "Sign-out, new password, disabling and new role end sessions, live connections and tokens within 5 s", "7.4.1–7.4.3"),
        new(14, "People see and end their sessions; an administrator anybody's", "7.4.5, 7.5.2"),
        new(15, "Cookies: __Host-, Secure, HttpOnly, SameSite", "3.3.1–3.3.4", Underway),
        new(16, "Antiforgery on every form; JSON endpoints refuse forms", "3.5.1–3.5.3"),
        new(17, "Content security policy without inline or eval on every response", "3.4.3, 3.4.6"),
        new(18, "HSTS under TLS, nosniff, referrer policy, no banner", "3.4.1, 3.4.4, 3.4.5"),
        new(19, "No CORS; the origin is never reflected", "3.4.2"),
        new(20, "Browser sockets from our own pages only; agents by another path and token", "4.4.2–4.4.4"),
        new(21, "TLS outside loopback; the API refuses instead of redirecting", "4.1.2, 4.4.1, 12.2.1"),
        new(22, "The agent verifies the server", "12.3.2"),
        new(23, "Limits on frames, depth, arrays, bodies, headers and queries", "2.4.1, 5.2.1"),
        new(24, "Rate limits with Retry-After on every class of endpoint", "2.4.1"),
        new(25, "Keys and tokens: prefix, 128 bits or more, checksum, hashed, shown once", "6.5.2, 11.5.1"),
        new(26, "Keys have scope, at most their maker's rights, expiry, last use; revoked within 5 s", "7.4.1, 8.2.1", Underway),
        new(27, "An agent is its secret and nothing else", "–"),
        new(28, "Enrollment codes bounded; a second machine with one token is noticed", "6.4.1, 7.1.2", Underway),
        new(29, "A token is replaced without a moment without one", "13.3.1", Underway),
        new(30, "Access tokens: 15 minutes, one algorithm, all claims checked, own keys only", "9.1.1–9.2.4", Underway),
        new(31, "Refresh tokens rotate; reuse ends the family", "10.4.5, 10.4.8, 10.4.9", Underway),
        new(32, "No secret in addresses, logs, errors, metrics, pages or exports", "14.2.1, 16.2.5"),
        new(33, "Secrets encrypted at rest; the key ring too", "11.1.1, 11.3.3, 13.3.1", Underway),
        new(34, "Secrets come back masked; an unchanged mask keeps them", "8.2.3, 15.3.1", Underway),
        new(35, "Everything that can be called says what it needs", "6.3.4, 8.1.1, 8.2.1"),
        new(36, "Every id is checked against the caller's farms", "8.2.2, 8.4.1"),
        new(37, "Unknown members refused; rights never bound from input", "8.2.3, 15.3.3", Underway),
        new(38, "SQL with parameters; sort names from a list", "1.2.4", Underway),
        new(39, "Text encoded at every sink", "1.2.1, 1.3.3, 1.3.11", Underway),
        new(40, "Outgoing connections checked at the address they connect to", "1.3.6, 13.2.4, 15.3.2", Underway),
        new(41, "Miners start without a shell, with a list of allowed flags", "1.2.5, 2.2.1", Commands),
        new(42, "File names are ours; archives checked before they are unpacked", "5.2.3, 5.3.2, 5.4.1"),
        new(43, "Packages signed; the agent runs with narrow rights", "13.2.2, 15.2.3"),
        new(44, "Audit log with a hash chain, signed anchors and a verifier", "16.2.1, 16.3.1–16.3.3, 16.4.2", Underway),
        new(45, "Control characters escaped in logs", "16.4.1"),
        new(46, "Errors say no insides", "13.4.2, 16.5.1"),
        new(47, "Forwarded headers from configured proxies only", "4.1.3, 15.3.4", Underway),
        new(48, "Metrics, diagnostics and API description not for everybody; TRACE refused", "13.4.2–13.4.5"),
        new(49, "Known holes in dependencies fail the build; lock files; list of parts", "15.1.1, 15.1.2, 15.2.1", Release),
        new(50, "No secrets in repository and image; container without rights", "13.2.2, 13.3.1", Release),
        new(51, "Fails closed", "16.5.3"),
        new(52, "Pages of signed-in people are not stored", "14.3.1–14.3.3"),
    ];
}
