using System.Text.Encodings.Web;
using System.Text.Json;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Notes;
using BloxOs.Web.Access;

namespace BloxOs.Web.Batches;

/// <summary>What was chosen and what became of it, kept under an id that stands in the address: so both pages are ones that a browser goes back to and loads again.</summary>
internal sealed class BatchNotes(IGrainFactory grains)
{
    static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };   // read as JSON and never as HTML

    /// <summary>Keeps it for whoever asks; its id.</summary>
    public async Task<string> KeepAsync<T>(HttpContext http, T what)
    {
        string id = OpaqueId.New();
        await grains.GetGrain<INoteGrain>(id).Keep(Reader<T>(http), JsonSerializer.SerializeToUtf8Bytes(what, s_json));
        return id;
    }

    /// <summary>What this person kept in this farm; null when it is not kept any more.</summary>
    public async Task<T?> ReadAsync<T>(HttpContext http, string? id) where T : class =>
        OpaqueId.IsValid(id) && await grains.GetGrain<INoteGrain>(id!).Read(Reader<T>(http)) is { } text ? JsonSerializer.Deserialize<T>(text, s_json) : null;

    static string Reader<T>(HttpContext http)
    {
        var granted = http.Granted();
        return $"{typeof(T).Name} {granted.FarmId} {granted.Caller.UserId}";
    }
}
