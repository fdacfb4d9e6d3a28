using BloxOs.Data.Tests.History;
using BloxOs.Data.Tests.Sqlite;
using BloxOs.Data.Tests.TestServers;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace BloxOs.Data.Tests;

/// <summary>Runs the tests, or is the child process of one of them.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        [DurableChild.Argument, var path] => DurableChild.RunAsync(path),
        [PackingChild.Argument] => PackingChild.RunAsync(),
        [JobsChild.Argument, var clock] => JobsChild.RunAsync(clock),
        [OrphanChild.Argument] => OrphanChild.RunAsync(),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node")
            => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}
