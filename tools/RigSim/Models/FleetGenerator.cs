namespace BloxOs.RigSim.Models;

/// <summary>Seeded fleets of any size: the rig with a number is the same whatever the size.</summary>
public static class FleetGenerator
{
    static readonly string[] Groups = ["oak", "fir", "ash", "yew", "elm", "box", "ivy", "bay"];

    /// <summary>The rig with this number of the fleet with this seed.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="index">From 0.</param>
    public static RigModel Rig(int seed, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var dice = Dice.Of(seed, index, 1);
        string name = $"{Groups[index % Groups.Length]}-{index / Groups.Length + 1:00}";
        var character = CharacterOf(ref dice);
        if (character is RigCharacter.Healthy && dice.Happens(0.05))
        {
            var large = ProcessorModel.Large;
            return new() { Name = name, Processor = large, Work = [WorkPlan.OnProcessor(large)], Seed = seed, Index = index };
        }
        var cards = CardsOf(ref dice);
        var work = character is RigCharacter.Idle ? [] : WorkPlan.Suiting(cards, ref dice);
        return new() { Name = name, Cards = cards, Work = work, Character = character, Seed = seed, Index = index };
    }

    /// <summary>The first rigs of the fleet.</summary>
    public static IReadOnlyList<RigModel> Rigs(int seed, int count) => [.. Enumerable.Range(0, count).Select(i => Rig(seed, i))];

    // Nobody goes offline by itself here: a measured fleet stays up, so that every offline rig is the server's fault.
    static RigCharacter CharacterOf(ref Dice dice) => dice.Unit() switch
    {
        < 0.93 => RigCharacter.Healthy,
        < 0.95 => RigCharacter.Hot,
        < 0.965 => RigCharacter.DeadGpu,
        < 0.98 => RigCharacter.Rejects,
        < 0.99 => RigCharacter.Inactive,
        _ => RigCharacter.Idle,
    };

    static CardModel[] CardsOf(ref Dice dice)
    {
        int count = 6 + dice.Below(8);
        double kind = dice.Unit();
        var main = dice.Any(kind < 0.62 ? CardCatalog.Nvidia : CardCatalog.Amd);
        var other = dice.Any(kind is < 0.1 or > 0.9 ? kind < 0.1 ? CardCatalog.Amd : CardCatalog.Nvidia : main.Vendor == "nvidia" ? CardCatalog.Nvidia : CardCatalog.Amd);
        int ofMain = dice.Happens(0.6) && other.Vendor == main.Vendor ? count : count - 1 - dice.Below(count / 2);
        return [.. Enumerable.Range(0, count).Select(i => i < ofMain ? main : other)];
    }
}
