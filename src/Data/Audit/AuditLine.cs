using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BloxOs.Data.Audit;

/// <summary>A line exactly as its columns hold it, so that the hash covers every byte that is stored.</summary>
internal sealed record AuditLine
{
    /// <summary>Says how the bytes under a hash lie; another layout gets another number.</summary>
    private const byte Layout = 1;

    /// <summary>The hash before the first line.</summary>
    public static readonly byte[] Origin = new byte[SHA256.HashSizeInBytes];

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public required long Sequence { get; init; }

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public required long At { get; init; }

    public required short ActorKind { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public required string Address { get; init; }

    public required string UserAgent { get; init; }

    public required string Action { get; init; }

    public required string? Farm { get; init; }

    public required string? Rig { get; init; }

    public required string? Person { get; init; }

    public required string Target { get; init; }

    /// <summary>A JSON list of lists: field, before, after.</summary>
    public required string Changes { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>The line that comes after the one with this hash.</summary>
    public static AuditLine After(byte[] previousHash, long sequence, AuditRecord record)
    {
        var line = new AuditLine
        {
            Sequence = sequence,
            At = record.At.ToUnixTimeMilliseconds(),
            ActorKind = (short)record.Actor.Kind,
            ActorId = record.Actor.Id,
            ActorName = record.Actor.Name,
            Address = record.Address,
            UserAgent = record.UserAgent,
            Action = record.Action,
            Farm = record.FarmId,
            Rig = record.RigId,
            Person = record.UserId,
            Target = record.Target,
            Changes = JsonSerializer.Serialize(record.Changes.Select(static c => (string?[])[c.Field, c.Before, c.After]), Json),
            Hash = Origin,
        };
        return line with { Hash = line.HashAfter(previousHash) };
    }

    /// <summary>The hash that the line must have after the one with this hash.</summary>
    public byte[] HashAfter(byte[] previousHash)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([Layout]);
        hash.AppendData(previousHash);
        Add(hash, Sequence);
        Add(hash, At);
        Add(hash, ActorKind);
        foreach (var text in (string?[])[ActorId, ActorName, Address, UserAgent, Action, Farm, Rig, Person, Target, Changes])
            Add(hash, text);
        return hash.GetHashAndReset();
    }

    public AuditEntry ToEntry() => new(Sequence, new AuditRecord
    {
        At = DateTimeOffset.FromUnixTimeMilliseconds(At),
        Actor = new AuditActor((AuditActorKind)ActorKind, ActorId, ActorName),
        Address = Address,
        UserAgent = UserAgent,
        Action = Action,
        FarmId = Farm,
        RigId = Rig,
        UserId = Person,
        Target = Target,
        Changes = ReadChanges(),
    }, Hash);

    /// <summary>A damaged column must not hide the line: it is shown as it is, and the verifier names it.</summary>
    private AuditChange[] ReadChanges()
    {
        try
        {
            var rows = JsonSerializer.Deserialize<string?[][]>(Changes) ?? [];
            return [.. rows.Where(static row => row is { Length: 3 }).Select(static row => new AuditChange(row[0] ?? "", row[1], row[2]))];
        }
        catch (JsonException)
        {
            return [new AuditChange("(damaged)", null, Changes)];
        }
    }

    /// <summary>Length first, so that no two lines have the same bytes; -1 tells null from empty.</summary>
    private static void Add(IncrementalHash hash, string? text)
    {
        if (text is null)
        {
            Add(hash, -1L);
            return;
        }
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(hash, (long)bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
