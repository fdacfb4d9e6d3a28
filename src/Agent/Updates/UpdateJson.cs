using System.Text.Json.Serialization;

namespace BloxOs.Agent.Updates;

/// <summary>JSON of updates.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 8)]
[JsonSerializable(typeof(UpdateManifest))]
[JsonSerializable(typeof(UpdateEntry))]
internal sealed partial class UpdateJson : JsonSerializerContext;
