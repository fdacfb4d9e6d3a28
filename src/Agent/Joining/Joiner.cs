using BloxOs.Agent.Configuration;
using BloxOs.Agent.Connection;
using BloxOs.Agent.Diagnostics;

namespace BloxOs.Agent.Joining;

/// <summary>Gets a token for a rig that has none, again and again until it has one.</summary>
/// <param name="options">Settings with a code.</param>
/// <param name="hostName">What the rig is to be called.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock of the pauses.</param>
/// <param name="chance">Random numbers, 0 to 1.</param>
internal sealed class Joiner(AgentOptions options, string hostName, AgentLog log, TimeProvider time, Func<double> chance)
{
    const string BadCode = "the server does not take this enrollment code: it is used up, expired or revoked; make a new one in BloxOs";

    /// <summary>The token, kept on disk already.</summary>
    /// <exception cref="ConfigurationException">It cannot be kept.</exception>
    public async Task<string> JoinAsync(CancellationToken cancellation) => (await TryJoinAsync(int.MaxValue, cancellation))!;

    /// <summary>The token, kept on disk already; null after so many tries, and as soon as the server refuses unless it is tried for ever.</summary>
    /// <exception cref="ConfigurationException">It cannot be kept.</exception>
    public async Task<string?> TryJoinAsync(int tries, CancellationToken cancellation)
    {
        var store = new TokenStore(options.Join!);
        string key = store.Key();
        using var call = new EnrollmentCall(options, time);
        for (int failures = 1; ; failures++)
        {
            var (answer, failure) = await call.AskAsync(key, hostName, cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (answer?.Token is { } token)
            {
                log.Hide(token);
                Keep(store, token, answer.RigName, forEver: tries == int.MaxValue);
                return token;
            }
            if (tries != int.MaxValue && (failures == tries || failure!.HttpStatus is >= 400 and < 500 and not 429))
            {
                Say(failure!, $"{failure!.Text}; given up");
                return null;
            }
            var retry = RetryPolicy.Next(failure!, failures, chance());
            Say(failure!, $"{failure!.Text}; next try in {retry.Delay.TotalSeconds:0} s");
            await Task.Delay(retry.Delay, time, cancellation);
        }
    }

    /// <summary>What the disk does not take is asked for again at the next start, with the same key.</summary>
    void Keep(TokenStore store, string token, string? rig, bool forEver)
    {
        try { store.Keep(token); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!forEver) { throw new ConfigurationException($"The token cannot be kept in {options.Join!.TokenFile} ({e.GetType().Name})."); }
            log.Error($"joined as {rig}; the token cannot be kept in {options.Join!.TokenFile} ({e.GetType().Name}) and is asked for again at the next start");
            return;
        }
        log.Info($"joined as {rig}; the token is kept in {options.Join!.TokenFile}");
    }

    void Say(SessionEnd failure, string text)
    {
        if (failure.HttpStatus == 401) { log.Error($"{BadCode} ({text})"); }
        else if (failure.HttpStatus is 404 or 405) { log.Error($"this server takes no enrollment codes; set BLOXOS_TOKEN_FILE instead ({text})"); }
        else { log.WarnSeldom(failure.Text, text); }
    }
}
