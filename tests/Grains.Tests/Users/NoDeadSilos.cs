using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Tests.Users;

/// <summary>One silo, which lives.</summary>
internal sealed class NoDeadSilos : ISiloLiveness
{
    public bool IsDead(SiloAddress silo) => false;
}
