using System.Globalization;
using BloxOs.TestServers;

namespace BloxOs.Data.Tests.TestServers;

/// <summary>A process that starts a server, prints its process id and is killed.</summary>
internal static class OrphanChild
{
    public const string Argument = "--orphan-child";

    public static async Task<int> RunAsync()
    {
        await using var server = await ChildProcess.StartAsync("sleep", ["600"]);
        Console.WriteLine(server.Id.ToString(CultureInfo.InvariantCulture));
        await server.WaitForExitAsync();
        return 0;
    }
}
