using Orleans.Configuration;

namespace BloxOs.Grains.Tests;

/// <summary>Two silos that soon notice when the other is dead, for a test that kills one.</summary>
public sealed class MortalSilos : TwoSilos
{
    protected override void Judge(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(1);
        options.NumMissedProbesLimit = 2;
        options.NumVotesForDeathDeclaration = 1;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(1);
    }
}
