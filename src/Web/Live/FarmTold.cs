using BloxOs.Web.Display;

namespace BloxOs.Web.Live;

/// <summary>What everybody who looks at a farm's list has been told last. Not safe for several threads.</summary>
internal sealed class FarmTold
{
    readonly Dictionary<string, string> _frame = new(StringComparer.Ordinal);

    /// <summary>Rigs as they were.</summary>
    public Dictionary<string, RigFacts> Rigs { get; } = new(StringComparer.Ordinal);

    /// <summary>Nobody looks: who comes next knows something newer.</summary>
    public void Forget()
    {
        _frame.Clear();
        Rigs.Clear();
    }

    /// <summary>Whether this part of the head or the chips is another than last time; from now on it is known.</summary>
    public bool IsNew(LiveItem item)
    {
        if (_frame.TryGetValue(item.Id, out string? before) && before == item.Html) { return false; }
        _frame[item.Id] = item.Html;
        return true;
    }
}
