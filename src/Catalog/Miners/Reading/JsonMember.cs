namespace BloxOs.Catalog.Miners.Reading;

/// <summary>A member of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
internal sealed record JsonMember(string Name, JsonNode Value);
