using System.Collections.Immutable;

namespace BloxOs.Grains.Farms;

/// <summary>The rules on a farm's people: somebody always owns it.</summary>
internal static class FarmPeople
{
    /// <summary>Most people of one farm.</summary>
    public const int MaxMembers = 500;

    /// <summary>Why a monitor does not become an owner.</summary>
    public const string OnlyLooks = "This account is a monitor, which only looks: an administrator can make it a user first.";

    /// <summary>Why somebody who cannot sign in gets no farm handed over.</summary>
    public const string Disabled = "This account is disabled: it could do nothing for the farm.";

    const string LastOwner = "The farm would have no owner left. Make someone else an owner first.";

    /// <summary>Owners first.</summary>
    public static ImmutableArray<FarmMember> Listed(Dictionary<string, FarmLevel> members) =>
        [.. members.Select(m => new FarmMember(m.Key, m.Value)).OrderByDescending(m => m.Level).ThenBy(m => m.UserId, StringComparer.Ordinal)];

    /// <summary>Why this member cannot get this level; null when he can.</summary>
    public static string? WhyNotLevel(Dictionary<string, FarmLevel> members, string userId, FarmLevel level)
    {
        if (level is < FarmLevel.Viewer or > FarmLevel.Owner) { return "There is no such level."; }
        return level < FarmLevel.Owner && IsLastOwner(members, userId) ? LastOwner : null;
    }

    /// <summary>Why this member cannot go; null when he can.</summary>
    public static string? WhyNotRemove(Dictionary<string, FarmLevel> members, string userId) => IsLastOwner(members, userId) ? LastOwner : null;

    /// <summary>Why ownership cannot pass from one to the other; null when it can.</summary>
    public static string? WhyNotTransfer(Dictionary<string, FarmLevel> members, string fromUserId, string toUserId)
    {
        if (members.GetValueOrDefault(fromUserId) != FarmLevel.Owner) { return "Only an owner can hand the farm over."; }
        return fromUserId == toUserId ? "You own this farm already." : null;
    }

    /// <summary>Whether the farm would have no owner without him.</summary>
    public static bool IsLastOwner(Dictionary<string, FarmLevel> members, string userId) =>
        members.GetValueOrDefault(userId) == FarmLevel.Owner && members.Values.Count(level => level == FarmLevel.Owner) == 1;
}
