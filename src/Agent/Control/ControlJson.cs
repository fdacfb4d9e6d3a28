using System.Text.Json.Serialization;
using BloxOs.Agent.Commands;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>Source-generated JSON of the agent's own files.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16)]
[JsonSerializable(typeof(DesiredFile))]
[JsonSerializable(typeof(ControlFile))]
[JsonSerializable(typeof(CommandFile))]
[JsonSerializable(typeof(DesiredMiner))]
internal sealed partial class ControlJson : JsonSerializerContext;
