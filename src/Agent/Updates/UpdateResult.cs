namespace BloxOs.Agent.Updates;

/// <summary>What came of the preparation of an update.</summary>
internal enum UpdateResult
{
    /// <summary>A newer build lies beside the running one, checked.</summary>
    Ready,

    /// <summary>The server has no newer one.</summary>
    UpToDate,

    /// <summary>It must not be used: signature, checksum, size, version, or it has failed on this rig before.</summary>
    Refused,

    /// <summary>It could not be fetched or stored; a later try may succeed.</summary>
    Failed,
}
