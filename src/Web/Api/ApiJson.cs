using System.Text.Json;
using System.Text.Json.Serialization;

namespace BloxOs.Web.Api;

/// <summary>How the API reads and writes JSON: strictly, so that a typing error or a member that is not meant for the caller is told and not ignored.</summary>
internal static class ApiJson
{
    /// <summary>
    /// Deepest nesting. No input of ours has more than three levels, and what is deeper is refused as not of its shape; the document that is made with
    /// the same options is deeper.
    /// </summary>
    const int MaxDepth = 32;

    /// <summary>Sets the options of every endpoint with a JSON body.</summary>
    public static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.PropertyNameCaseInsensitive = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.MaxDepth = MaxDepth;
        json.Converters.Add(new StrictTime());
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }
}
