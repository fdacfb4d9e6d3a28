using BloxOs.Grains.Farms;

namespace BloxOs.Silo.Hosting;

/// <summary>What the membership of the cluster says. A silo that it does not list was tidied away long ago.</summary>
internal sealed class SiloLiveness(ISiloStatusOracle oracle) : ISiloLiveness
{
    public bool IsDead(SiloAddress silo) => oracle.GetApproximateSiloStatus(silo) is SiloStatus.Dead or SiloStatus.None;
}
