using System.Diagnostics;
using BloxOs.Data;
using BloxOs.Data.History;
using BloxOs.Data.Telemetry;
using BloxOs.Grains.Rigs;
using BloxOs.RigSim.Models;
using BloxOs.TestServers;
using Npgsql;
using NpgsqlTypes;

namespace BloxOs.Bench.History;

/// <summary>PostgreSQL: values per second into the history, journal and packing together, against one row per value by binary COPY, in turns.</summary>
internal sealed class CopyBenchmark(int rigs)
{
    const int Rounds = 3, Samples = 120, Seed = 13;

    static readonly DateTimeOffset s_start = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    public async Task RunAsync(TextWriter table)
    {
        await using var server = await PostgresServer.StartAsync(fsync: true);
        string database = await server.CreateDatabaseAsync(CancellationToken.None);
        var time = new SetTime(s_start.AddHours(1));
        await using var store = await BenchStore.OpenAsync(
            new(DatabaseProvider.PostgreSql, database) { TelemetryBatching = new() { Gather = TimeSpan.FromMilliseconds(20) } }, time);   // a rest that is no full batch must not wait
        var plain = store.Get<NpgsqlDataSource>();
        await ExecuteAsync(plain, "CREATE TABLE plain (rig int, series int, at bigint, value bigint, PRIMARY KEY (rig, series, at))");
        var source = new SampleSource();
        TelemetrySample[] all = [.. FleetGenerator.Rigs(Seed, rigs).SelectMany((model, i) => source.Of(model, $"rig-{i}", s_start, Samples))];
        // As they come: all rigs, then all rigs again.
        all = [.. all.OrderBy(sample => sample.At)];
        var rows = Rows(all);
        var ours = new List<double>();
        var copies = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            long began = Stopwatch.GetTimestamp();
            await CopyAsync(plain, rows);
            copies.Add(rows.Count / Stopwatch.GetElapsedTime(began).TotalSeconds);
            began = Stopwatch.GetTimestamp();
            await store.AppendAsync(all);
            await store.PackAsync();
            ours.Add(rows.Count / Stopwatch.GetElapsedTime(began).TotalSeconds);
            await ExecuteAsync(plain, "TRUNCATE plain, telemetry, telemetry_mark, history_chunk, history_dirty");
        }
        double copy = copies.Order().ElementAt(Rounds / 2), own = ours.Order().ElementAt(Rounds / 2);
        table.WriteLine(FormattableString.Invariant($"PostgreSQL: {rows.Count} values: history {own:0} values/s, binary COPY of one row per value {copy:0} values/s, {own / copy:0.0} times (medians of {Rounds})"));
    }

    static List<(int Rig, int Series, long At, long Value)> Rows(TelemetrySample[] samples)
    {
        var rows = new List<(int Rig, int Series, long At, long Value)>();
        var values = new SampleValues();
        var format = new SampleFormat();
        foreach (var sample in samples)
        {
            values.Clear();
            format.Read(sample.Payload.Span, values);
            int rig = int.Parse(sample.RigId.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture);
            foreach (var value in values.Values) { rows.Add((rig, new SeriesId((byte)value.Metric, (byte)value.Work, (byte)value.Gpu).Code, sample.At.ToUnixTimeMilliseconds(), value.Value)); }
        }
        return rows;
    }

    static async Task CopyAsync(NpgsqlDataSource database, List<(int Rig, int Series, long At, long Value)> rows)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync("COPY plain (rig, series, at, value) FROM STDIN (FORMAT BINARY)");
        foreach (var (rig, series, at, value) in rows)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(rig, NpgsqlDbType.Integer);
            await copy.WriteAsync(series, NpgsqlDbType.Integer);
            await copy.WriteAsync(at, NpgsqlDbType.Bigint);
            await copy.WriteAsync(value, NpgsqlDbType.Bigint);
        }
        await copy.CompleteAsync();
    }

    static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
