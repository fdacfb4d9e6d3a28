using System.Globalization;
using BloxOs.Data.State;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace BloxOs.Silo.Storage;

/// <summary>Grain states in the embedded database. The ETag is the version as text; a cleared state leaves its version behind.</summary>
internal sealed class SqliteGrainStorage(IStateStore store, IGrainStorageSerializer serializer, IActivatorProvider activators) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = await store.ReadAsync(Key(stateName, grainId), CancellationToken.None);
        grainState.ETag = stored is { } state ? ETag(state.Version) : null;
        grainState.RecordExists = stored?.Data is not null;
        grainState.State = stored?.Data is { } data ? serializer.Deserialize<T>(new BinaryData(data)) : Empty<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var data = serializer.Serialize(grainState.State);
        var version = await store.WriteAsync(Key(stateName, grainId), Version(grainState), data.ToArray())
            ?? throw Conflict("write", stateName, grainId, grainState.ETag);
        grainState.ETag = ETag(version);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!grainState.RecordExists)
        {
            // As the stock provider does: look whether there is something to clear.
            await ReadStateAsync(stateName, grainId, grainState);
            if (!grainState.RecordExists)
                return;
        }
        var version = await store.ClearAsync(Key(stateName, grainId), Version(grainState))
            ?? throw Conflict("clear", stateName, grainId, grainState.ETag);
        grainState.ETag = ETag(version);
        grainState.RecordExists = false;
        grainState.State = Empty<T>();
    }

    private static string Key(string stateName, GrainId grainId) => $"{grainId}#{stateName}";

    private static string ETag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static long? Version<T>(IGrainState<T> state)
        => state.ETag is null ? null : long.Parse(state.ETag, NumberStyles.None, CultureInfo.InvariantCulture);

    private static InconsistentStateException Conflict(string operation, string stateName, GrainId grainId, string? eTag)
        => new($"Another version of the state {stateName} of {grainId} is stored than the one to {operation}.", storedEtag: "unknown", currentEtag: eTag);

    private T Empty<T>() => activators.GetActivator<T>().Create();
}
