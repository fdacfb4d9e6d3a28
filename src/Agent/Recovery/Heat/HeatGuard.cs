using System.Globalization;

namespace BloxOs.Agent.Recovery.Heat;

/// <summary>
/// Decides which cards must not work because they are too hot. Needs no server, knows no maintenance, and no limit is above the compiled
/// ceiling. A sensor that falls silent near its limit counts as too hot. Pure: it only says so.
/// </summary>
internal sealed class HeatGuard
{
    /// <summary>A sensor this close to its limit, °C, is not trusted to be cool when it falls silent.</summary>
    public const double NearCelsius = 10;

    /// <summary>A sensor that was near its limit may be silent for this long.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    /// <summary>A card whose sensors are silent for this long while it works is told to people.</summary>
    public static readonly TimeSpan TellSilence = TimeSpan.FromMinutes(5);

    /// <summary>Shortest time that a card is held; it doubles with each hold that comes soon after another.</summary>
    public static readonly TimeSpan FirstHold = TimeSpan.FromMinutes(1);

    /// <summary>The longest of those.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(30);

    /// <summary>A card that worked for this long begins anew with the shortest hold.</summary>
    public static readonly TimeSpan Forget = TimeSpan.FromHours(2);

    readonly Dictionary<string, CardWatch> _cards = new(StringComparer.Ordinal);

    /// <summary>Cards that must not work, and why.</summary>
    public IReadOnlyDictionary<string, string> Held =>
        _cards.Where(c => c.Value.HeldSince is not null).ToDictionary(c => c.Key, c => c.Value.Reason ?? "too hot", StringComparer.Ordinal);

    /// <summary>True for a card that its driver calls dead.</summary>
    public bool IsDead(string busId) => _cards.TryGetValue(busId, out var card) && card.IsDead;

    /// <summary>Cards that are held, for the disk.</summary>
    public IReadOnlyList<HeatNote> Notes()
    {
        var notes = new List<HeatNote>();
        foreach (var (busId, card) in _cards)
        {
            if (card.HeldSince is not null) { notes.Add(card.ToNote(busId)); }
        }
        return notes;
    }

    /// <summary>Takes up what an earlier agent held. Before the first look.</summary>
    public void Restore(IReadOnlyList<HeatNote> notes, TimeSpan now)
    {
        foreach (var note in notes)
        {
            var card = new CardWatch();
            card.Restore(note, now);
            _cards[note.BusId!] = card;
        }
    }

    /// <summary>Takes one reading.</summary>
    /// <param name="now">A clock that never goes back.</param>
    /// <param name="readings">What was read; a card that is missing could not be read.</param>
    /// <param name="working">Cards that miners use.</param>
    /// <param name="wanted">The limits that are wanted; the ceilings hold in any case.</param>
    /// <param name="dead">Cards that their driver calls dead, or lists no more: silence of their sensors is no heat.</param>
    public IReadOnlyList<HeatChange> Look(TimeSpan now, IReadOnlyList<CardHeat> readings, IReadOnlySet<string> working, HeatLimits wanted, IReadOnlySet<string>? dead = null)
    {
        var byCard = readings.GroupBy(r => r.BusId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        foreach (string busId in byCard.Keys) { _cards.TryAdd(busId, new()); }
        double[] limits = [Limit(wanted.CoreCelsius, HeatLimits.CoreCeiling), Limit(wanted.HotspotCelsius, HeatLimits.MemoryCeiling), Limit(wanted.MemoryCelsius, HeatLimits.MemoryCeiling)];
        var changes = new List<HeatChange>();
        foreach (var (busId, card) in _cards.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            card.Read(byCard.GetValueOrDefault(busId), now);
            card.IsDead = dead?.Contains(busId) == true;
            var change = card.HeldSince is null ? Working(busId, card, now, limits, working.Contains(busId)) : Resume(busId, card, now, limits);
            if (change is not null) { changes.Add(change); }
        }
        return changes;
    }

    static double Limit(double wanted, double ceiling) => double.IsNaN(wanted) ? HeatLimits.Floor : Math.Clamp(wanted, HeatLimits.Floor, ceiling);

    static HeatChange? Working(string busId, CardWatch card, TimeSpan now, double[] limits, bool works)
    {
        var reasons = new List<string>();
        for (int i = 0; i < limits.Length; i++)
        {
            var sensor = card.Sensors[i];
            string? trouble = Trouble(sensor, limits[i], now, works && !card.IsDead);
            sensor.IsCause = trouble is not null;
            if (trouble is not null) { reasons.Add(trouble); }
        }
        if (reasons.Count == 0) { return works && !card.IsDead ? Unknown(busId, card, now) : null; }
        card.Holds = now - card.ResumedAt < Forget ? card.Holds + 1 : 1;
        card.HeldSince = now;
        card.Reason = $"card {busId}: {string.Join("; ", reasons)}";
        return new(busId, HeatChangeKind.Stopped, $"stopped for heat, {card.Reason}");
    }

    static string? Trouble(HeatSensor sensor, double limit, TimeSpan now, bool works)
    {
        if (sensor.Celsius >= limit) { return string.Create(CultureInfo.InvariantCulture, $"{sensor.Name} {sensor.Celsius:0.#} °C, limit {limit:0.#} °C"); }
        return works && sensor is { Celsius: null, LastCelsius: { } last } && last >= limit - NearCelsius && now - sensor.KnownAt >= LongestSilence
            ? string.Create(CultureInfo.InvariantCulture, $"{sensor.Name} was {last:0.#} °C and cannot be read any more")
            : null;
    }

    static HeatChange? Resume(string busId, CardWatch card, TimeSpan now, double[] limits)
    {
        if (card.IsDead) { return Bury(busId, card, now); }
        for (int i = 0; i < limits.Length; i++)
        {
            var sensor = card.Sensors[i];
            if (sensor.Celsius is { } celsius ? celsius > limits[i] - HeatLimits.ResumeBelow : sensor.IsCause) { return null; }
        }
        if (now - card.HeldSince < Hold(card.Holds)) { return null; }
        foreach (var sensor in card.Sensors) { sensor.IsCause = false; }
        (card.HeldSince, card.Reason, card.ResumedAt) = (null, null, now);
        return new(busId, HeatChangeKind.Resumed, $"card {busId} is cool again ({Temperatures(card)}) and goes on");
    }

    /// <summary>A card that burnt, or that the bus lost, can never show that it is cool. What was held because of it must not be so for ever.</summary>
    static HeatChange? Bury(string busId, CardWatch card, TimeSpan now)
    {
        if (now - card.HeldSince < Hold(card.Holds)) { return null; }
        foreach (var sensor in card.Sensors) { sensor.IsCause = false; }
        (card.HeldSince, card.Reason, card.ResumedAt) = (null, null, now);
        return new(busId, HeatChangeKind.Resumed, $"card {busId} was too hot and is dead now: nothing is held for it any more, it stays out");
    }

    static HeatChange? Unknown(string busId, CardWatch card, TimeSpan now)
    {
        var silent = card.Sensors.Where(s => s.LastCelsius is not null).ToArray();
        if (silent.Length == 0 || silent.Any(s => s.Celsius is not null))
        {
            card.SaidUnknown = false;
            return null;
        }
        if (card.SaidUnknown || now - silent.Max(s => s.KnownAt) < TellSilence) { return null; }
        card.SaidUnknown = true;
        return new(busId, HeatChangeKind.Unknown, $"card {busId} works and its temperature cannot be read (was {LastTemperatures(silent)}): only its own protection watches it");
    }

    /// <summary>The shortest hold after so many in a row.</summary>
    internal static TimeSpan Hold(int holds)
    {
        double minutes = FirstHold.TotalMinutes * Math.Pow(2, Math.Clamp(holds - 1, 0, 20));
        return TimeSpan.FromMinutes(Math.Min(minutes, LongestHold.TotalMinutes));
    }

    static string Temperatures(CardWatch card) =>
        string.Join(", ", card.Sensors.Where(s => s.Celsius is not null).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {s.Celsius:0} °C")));

    static string LastTemperatures(IEnumerable<HeatSensor> sensors) =>
        string.Join(", ", sensors.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {s.LastCelsius:0} °C")));
}
