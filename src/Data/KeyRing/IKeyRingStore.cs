namespace BloxOs.Data.KeyRing;

/// <summary>Keys that several processes share, as encrypted XML. Only PostgreSQL has it; its callers cannot await.</summary>
public interface IKeyRingStore
{
    /// <summary>All keys and revocations.</summary>
    IReadOnlyList<string> ReadAll();

    /// <summary>Adds one; a name that is there already is kept as it is.</summary>
    void Add(string name, string xml);
}
