using BloxOs.Grains.Farms;

namespace BloxOs.Web.Tests.Accounts;

/// <summary>One silo, which lives.</summary>
internal sealed class NoDeadSilos : ISiloLiveness
{
    public bool IsDead(SiloAddress silo) => false;
}
