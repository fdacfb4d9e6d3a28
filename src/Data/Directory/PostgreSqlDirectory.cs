using Npgsql;

namespace BloxOs.Data.Directory;

internal sealed class PostgreSqlDirectory(NpgsqlDataSource database) : IDirectory
{
    private const string PutFarm =
        "INSERT INTO directory_farm (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name";

    private const string PutRig =
        """
        INSERT INTO directory_rig (id, farm, name) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET farm = excluded.farm, name = excluded.name
        """;

    private const string RemoveFarm = "DELETE FROM directory_farm WHERE id = $1";

    private const string RemoveRig = "DELETE FROM directory_rig WHERE id = $1";

    private const string Farms = "SELECT id, name FROM directory_farm WHERE id > $1 ORDER BY id LIMIT $2";

    private const string Rigs = "SELECT id, name FROM directory_rig WHERE farm = $1 AND id > $2 ORDER BY id LIMIT $3";

    public Task PutFarmAsync(FarmEntry farm)
    {
        DirectoryInput.Check(farm);
        return database.ExecuteAsync(PutFarm, farm.FarmId, farm.Name);
    }

    public Task PutRigAsync(RigEntry rig)
    {
        DirectoryInput.Check(rig);
        return database.ExecuteAsync(PutRig, rig.RigId, rig.FarmId, rig.Name);
    }

    public Task RemoveFarmAsync(string farmId)
    {
        DirectoryInput.CheckId(farmId, nameof(farmId));
        return database.ExecuteAsync(RemoveFarm, farmId);
    }

    public Task RemoveRigAsync(string rigId)
    {
        DirectoryInput.CheckId(rigId, nameof(rigId));
        return database.ExecuteAsync(RemoveRig, rigId);
    }

    public async Task<IReadOnlyList<FarmEntry>> FarmsAsync(string? afterId, int limit, CancellationToken cancellation)
    {
        DirectoryInput.CheckLimit(limit);
        await using var command = database.Command(Farms, afterId ?? "", limit);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var farms = new List<FarmEntry>();
        while (await rows.ReadAsync(cancellation))
            farms.Add(new FarmEntry(rows.GetString(0), rows.GetString(1)));
        return farms;
    }

    public async Task<IReadOnlyList<RigEntry>> RigsAsync(string farmId, string? afterId, int limit, CancellationToken cancellation)
    {
        DirectoryInput.CheckLimit(limit);
        await using var command = database.Command(Rigs, farmId, afterId ?? "", limit);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var rigs = new List<RigEntry>();
        while (await rows.ReadAsync(cancellation))
            rigs.Add(new RigEntry(rows.GetString(0), farmId, rows.GetString(1)));
        return rigs;
    }
}
