namespace BloxOs.Web.Display;

/// <summary>Which rigs of a farm a list shows: those of a chip that have what was searched for.</summary>
internal sealed class RigPick
{
    /// <summary>Reads both; what there is not is as if it was not said.</summary>
    public RigPick(string? filter, string? search)
    {
        Filter = RigFilter.Find(filter);
        Search = new(search);
    }

    /// <summary>The chip.</summary>
    public RigFilter Filter { get; }

    /// <summary>The words.</summary>
    public RigSearch Search { get; }

    /// <summary>Every rig is shown.</summary>
    public bool IsEverything => Filter == RigFilter.Any && Search.IsEmpty;

    /// <summary>Whether this rig is shown.</summary>
    public bool Takes(RigFacts rig) => Filter.Matches(rig) && Search.Matches(rig);
}
