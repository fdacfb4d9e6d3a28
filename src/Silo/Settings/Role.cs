namespace BloxOs.Silo.Settings;

/// <summary>What a process is.</summary>
public enum Role
{
    /// <summary>Silo, gateway and web in one process: the only one of its installation.</summary>
    All,

    /// <summary>A silo of a cluster, with the gateway for agents.</summary>
    Silo,

    /// <summary>The web pages and the API of a cluster.</summary>
    Web,
}
