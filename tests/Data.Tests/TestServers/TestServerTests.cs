using System.Globalization;
using System.Net.Sockets;
using BloxOs.Data.Tests.Sqlite;
using BloxOs.TestServers;

namespace BloxOs.Data.Tests.TestServers;

/// <summary>The parts that other tests stand on.</summary>
public sealed class TestServerTests
{
    private static readonly Dictionary<string, string?> NoVariables = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string OwnDll => typeof(TestServerTests).Assembly.Location;

    [Fact]
    public async Task Redis_starts_stops_and_starts_again_on_the_same_port()
    {
        await using var redis = await RedisServer.StartAsync(Cancellation);
        await redis.StopAsync();
        using (var refused = new TcpClient())
            await Assert.ThrowsAnyAsync<SocketException>(async () => await refused.ConnectAsync("127.0.0.1", redis.Port, Cancellation));
        await redis.StartAgainAsync(Cancellation);
        using var accepted = new TcpClient();
        await accepted.ConnectAsync("127.0.0.1", redis.Port, Cancellation);
    }

    [Fact]
    public async Task A_server_that_ends_before_it_is_ready_is_told_with_its_output()
    {
        await using var server = await ServerProcess.LaunchAsync(OwnDll, NoVariables, DurableChild.Argument, "/nowhere/at/all.db");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => server.WaitUntilHealthyAsync(new Uri($"http://127.0.0.1:{FreePort.Next()}/"), cancellation: Cancellation));
        Assert.Contains("unable to open database file", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_never_ready_times_out_and_can_be_terminated()
    {
        await using var server = await ServerProcess.LaunchAsync(OwnDll, NoVariables, OrphanChild.Argument);
        await Assert.ThrowsAsync<TimeoutException>(() => server.WaitUntilHealthyAsync(
            new Uri($"http://127.0.0.1:{FreePort.Next()}/"), TimeSpan.FromMilliseconds(100), Cancellation));
        server.Terminate();
        await server.WaitForExitAsync(Cancellation);
        Assert.Equal(128 + 15, server.ExitCode);
    }

    [Fact]
    public async Task What_a_test_process_started_dies_when_it_is_killed()
    {
        await using var server = await ServerProcess.LaunchAsync(OwnDll, NoVariables, OrphanChild.Argument);
        var id = 0;
        await Eventually.Async(
            () => int.TryParse(server.Output.Trim(), CultureInfo.InvariantCulture, out id), what: "the id of the grandchild", cancellation: Cancellation);
        Assert.True(Path.Exists($"/proc/{id}"));
        server.Kill();
        await Eventually.Async(() => !IsAlive(id), what: "the end of the grandchild", cancellation: Cancellation);
    }

    [Fact]
    public void Free_ports_are_not_given_out_twice()
    {
        var ports = Enumerable.Range(0, 50).Select(_ => FreePort.Next()).ToArray();
        Assert.Equal(ports.Length, ports.Distinct().Count());
    }

    [Fact]
    public async Task A_condition_that_never_holds_times_out()
        => Assert.Contains("rain", (await Assert.ThrowsAsync<TimeoutException>(
            () => Eventually.Async(() => false, TimeSpan.FromMilliseconds(50), "rain", Cancellation))).Message, StringComparison.Ordinal);

    /// <summary>A zombie is dead: whoever adopted it has not looked yet.</summary>
    private static bool IsAlive(int id)
    {
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
