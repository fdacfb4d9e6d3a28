namespace BloxOs.Agent.Tests.Telemetry.Storage;

/// <summary>Memory is counted for the whole process, so nothing runs beside.</summary>
[CollectionDefinition(nameof(OutboxFootprintTests), DisableParallelization = true)]
public sealed class OutboxFootprintAlone;
