using System.Text.Json;

namespace BloxOs.Data.Backup;

/// <summary>What a backup says about itself.</summary>
/// <param name="Program">Version of the program that made it.</param>
/// <param name="Provider">Of which database.</param>
/// <param name="MadeAt">When.</param>
/// <param name="Scripts">Migrations that its tables have.</param>
/// <param name="Keys">Whether the key ring and the master key are in it.</param>
public sealed record BackupManifest(string Program, DatabaseProvider Provider, DateTimeOffset MadeAt, IReadOnlyList<string> Scripts, bool Keys)
{
    internal const string PartName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter<DatabaseProvider>() },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="BackupException">It is none.</exception>
    internal static BackupManifest Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(bytes, Json) ?? throw new JsonException();
        }
        catch (JsonException damaged)
        {
            throw new BackupException("The file is no backup of BloxOs that this version knows.", damaged);
        }
    }
}
