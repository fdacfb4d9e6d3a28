using System.Security.Cryptography;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Users;

namespace BloxOs.Grains.Invites;

/// <summary>The rules on invitations.</summary>
public static class InviteBook
{
    /// <summary>Open invitations of one farm at a time.</summary>
    public const int MaxOpen = 100;

    /// <summary>How long an invitation is good at most.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(30);

    /// <summary>How long it is good when nothing else is asked for.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(7);

    static readonly TimeSpan s_minLifetime = TimeSpan.FromMinutes(1);

    /// <summary>Why this invitation cannot be made; null when it can.</summary>
    public static string? WhyNot(InviteRequest request, int open)
    {
        if (request.Level is < FarmLevel.Viewer or > FarmLevel.Owner) { return "There is no such level."; }
        if (request.Lifetime < s_minLifetime || request.Lifetime > MaxLifetime) { return $"An invitation is good for at most {MaxLifetime.TotalDays:0} days."; }
        if (request.Email is { } email && !(EmailAddress.TryNormalise(email, out var normalised) && normalised == email)) { return "That is not an e-mail address."; }
        return open >= MaxOpen ? $"There are {MaxOpen} open invitations; revoke some first." : null;
    }

    /// <summary>The invitation that is still good under this hash; null when there is none. Takes as long for each.</summary>
    internal static InviteEntry? Find(List<InviteEntry> invites, byte[] tokenHash, DateTimeOffset now)
    {
        InviteEntry? found = null;
        foreach (var invite in invites)
        {
            if (CryptographicOperations.FixedTimeEquals(invite.TokenHash, tokenHash) && now < invite.ExpiresAt) { found = invite; }
        }
        return found;
    }

    /// <summary>Why this user cannot accept it; null when he can.</summary>
    internal static string? WhyNotAccept(InviteEntry invite, FarmLevel has, string normalizedEmail)
    {
        if (invite.Email is { } email && email != normalizedEmail) { return "This invitation is for another e-mail address. Sign in with that one."; }
        return has >= invite.Level ? "You belong to this farm already, and may do as much as the invitation gives." : null;
    }
}
