namespace BloxOs.Grains.Farms;

/// <summary>Which silos of the cluster are gone, as this silo knows it.</summary>
public interface ISiloLiveness
{
    /// <summary>Declared dead, or long forgotten.</summary>
    bool IsDead(SiloAddress silo);
}
