using BloxOs.Data.Sqlite;

namespace BloxOs.Data.Directory;

internal sealed class SqliteDirectory(SqliteDatabase database) : IDirectory
{
    private static readonly SqliteStatement PutFarm = new(
        "INSERT INTO directory_farm (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name", 2);

    private static readonly SqliteStatement PutRig = new(
        """
        INSERT INTO directory_rig (id, farm, name) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET farm = excluded.farm, name = excluded.name
        """, 3);

    private static readonly SqliteStatement RemoveFarm = new("DELETE FROM directory_farm WHERE id = $1", 1);

    private static readonly SqliteStatement RemoveRig = new("DELETE FROM directory_rig WHERE id = $1", 1);

    private static readonly SqliteStatement Farms = new("SELECT id, name FROM directory_farm WHERE id > $1 ORDER BY id LIMIT $2", 2);

    private static readonly SqliteStatement Rigs = new(
        "SELECT id, name FROM directory_rig WHERE farm = $1 AND id > $2 ORDER BY id LIMIT $3", 3);

    public Task PutFarmAsync(FarmEntry farm)
    {
        DirectoryInput.Check(farm);
        return database.Writer.RunAsync(farm, static (session, entry) => session.Execute(PutFarm, entry.FarmId, entry.Name));
    }

    public Task PutRigAsync(RigEntry rig)
    {
        DirectoryInput.Check(rig);
        return database.Writer.RunAsync(rig, static (session, entry) => session.Execute(PutRig, entry.RigId, entry.FarmId, entry.Name));
    }

    public Task RemoveFarmAsync(string farmId)
    {
        DirectoryInput.CheckId(farmId, nameof(farmId));
        return database.Writer.RunAsync(farmId, static (session, id) => session.Execute(RemoveFarm, id));
    }

    public Task RemoveRigAsync(string rigId)
    {
        DirectoryInput.CheckId(rigId, nameof(rigId));
        return database.Writer.RunAsync(rigId, static (session, id) => session.Execute(RemoveRig, id));
    }

    public async Task<IReadOnlyList<FarmEntry>> FarmsAsync(string? afterId, int limit, CancellationToken cancellation)
    {
        DirectoryInput.CheckLimit(limit);
        return await database.Readers.RunLongAsync((afterId ?? "", limit), static (session, page) =>
        {
            var farms = new List<FarmEntry>();
            using var rows = session.Bind(Farms, page.Item1, page.limit).ExecuteReader();
            while (rows.Read())
                farms.Add(new FarmEntry(rows.GetString(0), rows.GetString(1)));
            return farms;
        }, cancellation);
    }

    public async Task<IReadOnlyList<RigEntry>> RigsAsync(string farmId, string? afterId, int limit, CancellationToken cancellation)
    {
        DirectoryInput.CheckLimit(limit);
        return await database.Readers.RunLongAsync((farmId, afterId ?? "", limit), static (session, page) =>
        {
            var rigs = new List<RigEntry>();
            using var rows = session.Bind(Rigs, page.farmId, page.Item2, page.limit).ExecuteReader();
            while (rows.Read())
                rigs.Add(new RigEntry(rows.GetString(0), page.farmId, rows.GetString(1)));
            return rigs;
        }, cancellation);
    }
}
