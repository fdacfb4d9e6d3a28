using System.Text.Json.Serialization;

namespace BloxOs.Agent.Recovery.State;

/// <summary>JSON of the state file.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 8)]
[JsonSerializable(typeof(RecoveryNote))]
internal sealed partial class RecoveryJson : JsonSerializerContext;
