using BloxOs.Catalog.Miners;
using BloxOs.Grains.Commands;

namespace BloxOs.Web.Display;

/// <summary>A miner instance as it is wanted and as it is.</summary>
internal sealed record MinerRow(string Name, string Href, string? Miner, bool? Wanted, string State, string StateCss, string? Note, IReadOnlyList<string> LastLines)
{
    /// <summary>What the miner is called on pages: "T-Rex" where its name here is only its id, else its name here.</summary>
    public string Shown => Name == Miner ? Title(Miner) : Name;

    /// <summary>Which program it is, beside a name that does not say so; null where it does or nobody knows.</summary>
    public string? Program => Miner is null || Name == Miner ? null : Title(Miner);

    /// <summary>Everything that is wanted or there, by name.</summary>
    public static IReadOnlyList<MinerRow> Of(string rigId, RigOrders orders, DateTimeOffset now)
    {
        var wanted = (orders.Wanted.Miners ?? []).ToDictionary(static m => m.Name, StringComparer.Ordinal);
        var there = (orders.Applied?.Miners ?? []).DistinctBy(static m => m.Name).ToDictionary(static m => m.Name, StringComparer.Ordinal);
        return [.. wanted.Keys.Union(there.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => Of(rigId, orders, name, wanted.GetValueOrDefault(name), there.GetValueOrDefault(name), now))];
    }

    static MinerRow Of(string rigId, RigOrders orders, string name, WantedMiner? wanted, AppliedMiner? there, DateTimeOffset now) => new(
        name, $"/rigs/{rigId}/miners/{name}", there?.Miner ?? wanted?.Miner,
        orders.Wanted.Miners is null ? null : wanted?.Enabled == true,
        there is null ? "not reported" : Title(there.Phase), there is null ? "" : Css(there.Phase), there is null ? null : NoteOf(there, now), there?.LastLines.AsEnumerable().ToList() ?? []);

    static string NoteOf(AppliedMiner miner, DateTimeOffset now) => string.Join("; ", new[]
    {
        miner.Reason,
        miner.Exits > 0 ? $"ended {miner.Exits} {(miner.Exits == 1 ? "time" : "times")} by itself" + (miner.ExitCode is { } code ? $", last with {Ending(code)}" : "") : null,
        miner.NextStartAt is { } next && next > now ? "starts again in " + TimeText.Span(next - now) : null,
        miner.Quarantined.IsDefaultOrEmpty ? null : "without " + string.Join(", ", miner.Quarantined),
    }.Where(static part => !string.IsNullOrEmpty(part)));

    static string Ending(int code) => code > 128 ? $"signal {code - 128}" : $"status {code}";

    static string Title(string miner) => MinerCatalog.Find(miner)?.Title ?? miner;

    /// <summary>Where a miner stands, in words.</summary>
    public static string Title(MinerPhase phase) => phase switch
    {
        MinerPhase.Running => "running",
        MinerPhase.Stopped => "stopped",
        MinerPhase.Waiting => "waits to start",
        MinerPhase.Failed => "failed",
        MinerPhase.Held => "held back",
        _ => "unknown",
    };

    static string Css(MinerPhase phase) => phase switch
    {
        MinerPhase.Running => "ok",
        MinerPhase.Failed => "bad",
        MinerPhase.Waiting or MinerPhase.Held => "warn",
        _ => "",
    };
}
