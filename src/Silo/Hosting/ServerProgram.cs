using System.Reflection;
using BloxOs.Data.Migrations;
using BloxOs.Silo.Settings;
using Microsoft.AspNetCore.Connections;

namespace BloxOs.Silo.Hosting;

/// <summary>Runs a server process: what can be wrong at its start becomes one clear line and an exit code, not a stack.</summary>
public static class ServerProgram
{
    /// <summary>The settings or the command line are wrong.</summary>
    public const int WrongSettings = 2;

    /// <summary>Something that it needs is not there: the database, the port.</summary>
    public const int CannotStart = 3;

    /// <summary>Runs it.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="name">Name of the executable's project, "Web" or "Silo".</param>
    /// <param name="run">Builds the application and runs it.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, string name, Func<ServerStart, Task> run)
    {
        try
        {
            var commandLine = ServerCommandLine.Parse(args);
            if (commandLine.Help || commandLine.Version)
            {
                Console.WriteLine(commandLine.Help ? HelpText(name) : Version);
                return 0;
            }
            using var start = new ServerStart(commandLine, name, Console.Out);
            await run(start);
            return 0;
        }
        catch (SettingsException wrong) { return Tell(WrongSettings, [.. wrong.Problems]); }
        catch (ArgumentException wrong) when (wrong.TargetSite?.DeclaringType == typeof(ServerCommandLine)) { return Tell(WrongSettings, wrong.Message); }
        catch (Exception wrong) when (wrong is InvalidDataException or FormatException) { return Tell(WrongSettings, $"A configuration file or address can't be read: {Both(wrong)}"); }
        catch (DatabaseStartupException failure) { return Tell(CannotStart, failure.Message); }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            return Tell(CannotStart, $"{failure.Message} Another program listens there: stop it, or choose another address with --urls http://localhost:PORT.");
        }
        catch (Exception failure) when (failure is System.Net.Sockets.SocketException or IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return Tell(CannotStart, $"It can't start: {Innermost(failure)} The address to listen on is set with --urls http://HOST:PORT.");
        }
    }

    static string Version => typeof(ServerProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The outermost names the file, the innermost the place in it.</summary>
    static string Both(Exception failure) => failure.InnerException is null ? failure.Message : $"{failure.Message} {Innermost(failure)}";

    static string Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner) { failure = inner; }
        return failure.Message;
    }

    static int Tell(int code, params string[] lines)
    {
        foreach (string line in lines) { Console.Error.WriteLine(line); }
        return code;
    }

    static string HelpText(string name) => $"""
        BloxOs {Version}

        {name} [--demo] [--urls http://HOST:PORT] [--BloxOs:KEY VALUE]...

          --demo     show a live farm of 12 simulated rigs, in a data directory of its own
          --urls     where to listen
          --version  say the version

        Settings (also in appsettings.json and in the environment, as BloxOs__KEY with __ for :)
        {string.Join(Environment.NewLine, SettingKeys.All.Select(k => $"  BloxOs:{k.Key,-30} {k.Allowed}{(k.Default.Length > 0 ? $" [{k.Default}]" : "")}"))}
        """;
}
