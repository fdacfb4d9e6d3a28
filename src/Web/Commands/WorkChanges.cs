using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BloxOs.Data.Audit;
using BloxOs.Grains.Commands;

namespace BloxOs.Web.Commands;

/// <summary>
/// What is another now in what a rig is to do, field by field, for the audit log: every field by itself fits there whole, which all of it together need
/// not. Of a password only that it changed. The last line is a fingerprint of all before and after, so that a copy can be told from what was wanted.
/// </summary>
internal static class WorkChanges
{
    const int MostArgumentCharacters = AuditInput.MaxValueLength;

    /// <summary>Empty when nothing changed.</summary>
    public static IReadOnlyList<AuditChange> Of(WantedWork before, WantedWork after)
    {
        var changes = new List<AuditChange>();
        if (before.Miners is null != after.Miners is null) { Add(changes, "miners", before.Miners is null ? "left alone" : "managed", after.Miners is null ? "left alone" : "managed"); }
        var (old, now) = (ByName(before), ByName(after));
        foreach (string name in old.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)) { Compare(changes, name, old.GetValueOrDefault(name), now.GetValueOrDefault(name)); }
        Add(changes, "maintenance", before.Maintenance ? "on" : "off", after.Maintenance ? "on" : "off");
        Add(changes, "recovery", WorkWords.Summary(before.Recovery), WorkWords.Summary(after.Recovery));
        if (changes.Count == 0) { return changes; }
        int over = changes.Count - (AuditInput.MaxChanges - 2);
        if (over > 0)
        {
            changes.RemoveRange(AuditInput.MaxChanges - 2, over);
            changes.Add(new("further changes", null, over.ToString(CultureInfo.InvariantCulture)));
        }
        changes.Add(new("SHA-256 of all", Fingerprint(before), Fingerprint(after)));
        return changes;
    }

    /// <summary>The same for everybody who sees the rig, without values: "main added; old removed; spare changed; recovery". Empty when nothing changed.</summary>
    public static string Brief(WantedWork before, WantedWork after)
    {
        var parts = new List<string>();
        if (after.Miners is null && before.Miners is not null) { parts.Add("list of miners forgotten"); }
        else
        {
            var (old, now) = (ByName(before), ByName(after));
            foreach (string name in old.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var (was, isNow) = (old.GetValueOrDefault(name), now.GetValueOrDefault(name));
                var changes = new List<AuditChange>();
                Compare(changes, name, was, isNow);
                if (changes.Count > 0) { parts.Add(name + (was is null ? " added" : isNow is null ? " removed" : was.Enabled == isNow.Enabled ? " changed" : isNow.Enabled ? " switched on" : " switched off")); }
            }
        }
        if (before.Maintenance != after.Maintenance) { parts.Add("maintenance " + (after.Maintenance ? "begun" : "ended")); }
        if (WorkWords.Summary(before.Recovery) != WorkWords.Summary(after.Recovery)) { parts.Add("recovery"); }
        return string.Join("; ", parts);
    }

    static void Compare(List<AuditChange> changes, string name, WantedMiner? before, WantedMiner? after)
    {
        Add(changes, $"miner {name}", Head(before), Head(after));
        var (old, now) = (before?.Algorithms ?? [], after?.Algorithms ?? []);
        for (int i = 0; i < Math.Max(old.Length, now.Length); i++) { Compare(changes, name, i < old.Length ? old[i] : null, i < now.Length ? now[i] : null); }
        Add(changes, $"cards of {name}", Joined(before?.Devices, ", "), Joined(after?.Devices, ", "));
        CompareArguments(changes, name, [.. before?.Arguments ?? []], [.. after?.Arguments ?? []]);
    }

    static void Compare(List<AuditChange> changes, string name, WantedAlgorithm? before, WantedAlgorithm? after)
    {
        string which = $"{name}, {(after ?? before)!.Algorithm}";
        Add(changes, $"coin of {which}", before?.Coin, after?.Coin);
        if (before is not null && after is not null) { Add(changes, $"algorithm of {name}", before.Algorithm, after.Algorithm); }
        var (old, now) = (before?.Pools ?? [], after?.Pools ?? []);
        for (int i = 0; i < Math.Max(old.Length, now.Length); i++)
        {
            var (was, isNow) = (i < old.Length ? old[i] : null, i < now.Length ? now[i] : null);
            string pool = string.Create(CultureInfo.InvariantCulture, $"pool {i + 1} of {which}");
            Add(changes, pool, Text(was), Text(isNow));
            if (was?.SealedPassword != isNow?.SealedPassword) { changes.Add(new("password at " + pool, null, null)); }
        }
    }

    /// <summary>Whole when they fit, else what went and what came.</summary>
    static void CompareArguments(List<AuditChange> changes, string name, string[] before, string[] after)
    {
        string? old = Joined(before, " "), now = Joined(after, " ");
        if ((old?.Length ?? 0) > MostArgumentCharacters || (now?.Length ?? 0) > MostArgumentCharacters)
        {
            (old, now) = (old == now ? (null, null) : (Joined(before.Except(after, StringComparer.Ordinal), " "), Joined(after.Except(before, StringComparer.Ordinal), " ")));
            Add(changes, $"arguments of {name}, changed", old, now);
            return;
        }
        Add(changes, $"arguments of {name}", old, now);
    }

    static string? Head(WantedMiner? miner)
    {
        if (miner is null) { return null; }
        string text = miner.Miner + (miner.Program is null ? "" : $" ({miner.Program})") + (miner.Enabled ? "" : ", off");
        if (miner.CpuThreads is { } threads) { text += string.Create(CultureInfo.InvariantCulture, $", {threads} threads"); }
        return miner.LeastHashrate is { } least ? text + string.Create(CultureInfo.InvariantCulture, $", at least {least} H/s") : text;
    }

    static string? Text(WantedPool? pool) => pool is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{pool.Host}:{pool.Port}{(pool.Tls ? " over TLS" : "")} as {pool.User}{(pool.Worker is null ? "" : "." + pool.Worker)}");

    static string? Joined(IEnumerable<string>? parts, string between) => string.Join(between, parts ?? []) is { Length: > 0 } all ? all : null;

    /// <summary>Over all that is wanted, passwords as they are stored; not over who wanted it, when, and as which revision.</summary>
    static string Fingerprint(WantedWork work) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        JsonSerializer.Serialize(new { work.Miners, work.Maintenance, work.Recovery }))));

    static Dictionary<string, WantedMiner> ByName(WantedWork work) => (work.Miners ?? []).ToDictionary(static m => m.Name, StringComparer.Ordinal);

    static void Add(List<AuditChange> changes, string field, string? before, string? after)
    {
        if (before != after) { changes.Add(new(field, before, after)); }
    }
}
