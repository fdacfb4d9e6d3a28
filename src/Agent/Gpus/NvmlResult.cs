namespace BloxOs.Agent.Gpus;

/// <summary>Answers of libnvidia-ml.</summary>
internal enum NvmlResult
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>Not initialised.</summary>
    Uninitialized = 1,

    /// <summary>No such card, or a wrong argument.</summary>
    InvalidArgument = 2,

    /// <summary>The card can't do it.</summary>
    NotSupported = 3,

    /// <summary>This user may not.</summary>
    NoPermission = 4,

    /// <summary>Nothing there.</summary>
    NotFound = 6,

    /// <summary>The card gets too little power.</summary>
    InsufficientPower = 8,

    /// <summary>No kernel module.</summary>
    DriverNotLoaded = 9,

    /// <summary>It took too long inside the driver.</summary>
    Timeout = 10,

    /// <summary>The kernel sees a problem with the card's interrupts.</summary>
    IrqIssue = 11,

    /// <summary>The library lacks the function.</summary>
    FunctionNotFound = 13,

    /// <summary>The card fell off the bus or is otherwise unreachable.</summary>
    GpuIsLost = 15,

    /// <summary>The card must be reset.</summary>
    ResetRequired = 16,

    /// <summary>Library and kernel module are of different versions.</summary>
    VersionMismatch = 18,

    /// <summary>Something else.</summary>
    Unknown = 999,
}
