namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>What is normal on this rig.</summary>
internal interface IFloors
{
    /// <summary>Normal hashrate of this work, of all its cards or of one, hashes per second; null when it is not known yet.</summary>
    double? Normal(string work, string? busId = null);
}
