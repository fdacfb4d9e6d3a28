using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>
/// What lists show and filter by, worked out once per report of a rig and host, however many people look: a sample is unpacked here only when a newer
/// one has come. Entries go with the readings that they belong to.
/// </summary>
internal sealed class FarmFacts(TimeProvider time, SilenceLimits limits)
{
    static readonly TimeSpan s_usualFor = TimeSpan.FromSeconds(10);
    const int MostFarms = 4096;

    readonly ConditionalWeakTable<RigReading, RigFacts> _known = [];
    readonly ConcurrentDictionary<string, Ground> _grounds = new(StringComparer.Ordinal);

    sealed record Ground(long Version, HeatBands Bands, UsualSpeeds Usual, DateTimeOffset UsualAt);

    /// <summary>All rigs of a farm, in no order.</summary>
    public IReadOnlyList<RigFacts> Of(FarmView farm) => Of(farm.FarmId, farm.Rigs, farm.Settings);

    /// <summary>These rigs of a farm with these settings.</summary>
    public IReadOnlyList<RigFacts> Of(string farmId, IReadOnlyCollection<RigView> rigs, FarmSettings? settings)
    {
        var ground = GroundOf(farmId, settings);
        var all = new List<RigFacts>(rigs.Count);
        foreach (var rig in rigs) { all.Add(Of(rig, ground)); }
        if (time.GetUtcNow() - ground.UsualAt < s_usualFor) { return all; }
        bool isFirst = ground.UsualAt == DateTimeOffset.MinValue;
        _grounds[farmId] = ground = ground with { Usual = UsualSpeeds.Of(all), UsualAt = time.GetUtcNow() };
        // What was unknown until now is no reason to call a slow rig well until it reports again.
        return isFirst ? all.ConvertAll(rig => ground.Usual.SlowCards(rig).Count > 0 ? Anew(rig.View, ground) : rig) : all;
    }

    /// <summary>What cards usually do in a farm, at most some seconds old.</summary>
    public UsualSpeeds UsualOf(string farmId, IReadOnlyCollection<RigView> rigs, FarmSettings? settings)
    {
        if (KnownUsual(farmId) is { } known) { return known; }
        Of(farmId, rigs, settings);
        return GroundOf(farmId, settings).Usual;
    }

    /// <summary>The same when nothing has to be asked for it; null when it is too old.</summary>
    public UsualSpeeds? KnownUsual(string farmId) => _grounds.TryGetValue(farmId, out var ground) && time.GetUtcNow() - ground.UsualAt < s_usualFor ? ground.Usual : null;

    RigFacts Of(RigView rig, Ground ground) =>
        _known.TryGetValue(rig.Reading, out var known) && ReferenceEquals(known.View.Description, rig.Description) && ReferenceEquals(known.FarmBands, ground.Bands)
            ? known
            : Anew(rig, ground);

    RigFacts Anew(RigView rig, Ground ground)
    {
        var facts = new RigFacts(rig, ground.Bands, ground.Usual, limits);
        _known.AddOrUpdate(rig.Reading, facts);
        return facts;
    }

    Ground GroundOf(string farmId, FarmSettings? settings)
    {
        if (_grounds.TryGetValue(farmId, out var ground) && ground.Version == (settings?.Version ?? -1)) { return ground; }
        if (_grounds.Count >= MostFarms) { _grounds.Clear(); }
        return _grounds[farmId] = new(settings?.Version ?? -1, HeatBands.Of(settings), ground?.Usual ?? new(), ground?.UsualAt ?? DateTimeOffset.MinValue);
    }
}
