namespace BloxOs.Silo.Hosting;

/// <summary>What stood on the command line.</summary>
/// <param name="Demo">Run the demo.</param>
/// <param name="Help">Say what can be said.</param>
/// <param name="Version">Say the version.</param>
/// <param name="Settings">Settings in configuration form, key to value.</param>
public sealed record ServerCommandLine(bool Demo, bool Help, bool Version, IReadOnlyDictionary<string, string?> Settings)
{
    /// <summary>Reads it: <c>--demo</c>, <c>--help</c>, <c>--version</c>, <c>--urls URL</c> and settings as <c>--BloxOs:Key value</c> or <c>--BloxOs:Key=value</c>.</summary>
    /// <exception cref="ArgumentException">Anything else; the message names it.</exception>
    public static ServerCommandLine Parse(IReadOnlyList<string> args)
    {
        bool demo = false, help = false, version = false;
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--demo": demo = true; break;
                case "--help" or "-h": help = true; break;
                case "--version": version = true; break;
                default:
                    var (key, value) = Setting(args, ref i);
                    if (!settings.TryAdd(key, value)) { throw new ArgumentException($"{key} is given twice."); }
                    break;
            }
        }
        return new(demo, help, version, settings);
    }

    static (string Key, string Value) Setting(IReadOnlyList<string> args, ref int i)
    {
        string arg = args[i];
        int equals = arg.IndexOf('=', StringComparison.Ordinal);
        string key = equals < 0 ? arg : arg[..equals];
        if (!IsSetting(key)) { throw new ArgumentException($"{arg} is not understood; --help says what is."); }
        if (equals >= 0) { return (key[2..], arg[(equals + 1)..]); }
        if (++i >= args.Count) { throw new ArgumentException($"{key} needs a value."); }
        return (key[2..], args[i]);
    }

    static bool IsSetting(string key) =>
        key.Equals("--urls", StringComparison.OrdinalIgnoreCase)
        || key.StartsWith("--BloxOs:", StringComparison.OrdinalIgnoreCase)
        || key.StartsWith("--Logging:", StringComparison.OrdinalIgnoreCase)
        || key.StartsWith("--Kestrel:", StringComparison.OrdinalIgnoreCase);
}
