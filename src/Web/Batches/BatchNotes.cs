using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BloxOs.Data.Idempotency;
using BloxOs.Grains.Identity;
using BloxOs.Web.Access;
using BloxOs.Web.Secrets;

namespace BloxOs.Web.Batches;

/// <summary>
/// What was chosen and what became of it, kept under an id that stands in the address: so both pages are ones that a browser goes back to and loads again. It stands in the database
/// beside the answers of the API, encrypted and for as long (a day), so the end of no process takes it along, and any web process shows it.
/// </summary>
internal sealed class BatchNotes(IIdempotencyStore store, ISecretBox box, TimeProvider time)
{
    static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };   // read as JSON and never as HTML

    /// <summary>Keeps it for whoever asks; its id.</summary>
    public async Task<string> KeepAsync<T>(HttpContext http, T what)
    {
        string id = OpaqueId.New();
        await store.TakeAsync(Key(id), Reader<T>(http), time.GetUtcNow());
        await store.FinishAsync(Key(id), box.Protect(SecretKind.BatchNote, JsonSerializer.Serialize(what, s_json)));
        return id;
    }

    /// <summary>What this person kept in this farm; null when it is not kept any more.</summary>
    public async Task<T?> ReadAsync<T>(HttpContext http, string? id) where T : class
    {
        if (!OpaqueId.IsValid(id) || await store.FindAsync(Key(id!), http.RequestAborted) is not { Answer: { } kept } note) { return null; }
        if (!CryptographicOperations.FixedTimeEquals(note.Fingerprint, Reader<T>(http))) { return null; }
        return box.Unprotect(SecretKind.BatchNote, kept) is { } text ? JsonSerializer.Deserialize<T>(text, s_json) : null;   // under another key ring it is as good as gone
    }

    static string Key(string id) => "batch-" + id;

    /// <summary>Who may read it, and where.</summary>
    static byte[] Reader<T>(HttpContext http)
    {
        var granted = http.Granted();
        return SHA256.HashData(Encoding.UTF8.GetBytes($"{typeof(T).Name} {granted.FarmId} {granted.Caller.UserId}"));
    }
}
