using System.Text.Json.Serialization;
using BloxOs.Agent.Recovery.Heat;

namespace BloxOs.Agent.Recovery.State;

/// <summary>JSON of the state files.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 8)]
[JsonSerializable(typeof(RecoveryNote))]
[JsonSerializable(typeof(HeatFile))]
internal sealed partial class RecoveryJson : JsonSerializerContext;
