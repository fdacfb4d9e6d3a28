using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BloxOs.Catalog.Miners.Launching;

/// <summary>Collects the arguments of one launch.</summary>
public sealed class CommandBuilder
{
    readonly MinerDescriptor _miner;
    readonly MinerLaunch _launch;
    readonly List<string> _arguments = [];
    readonly List<KeyValuePair<string, string>> _environment = [];
    MinerConfigFile? _file;

    internal CommandBuilder(MinerDescriptor miner, MinerLaunch launch) => (_miner, _launch) = (miner, launch);

    /// <summary>Appends arguments.</summary>
    internal CommandBuilder Add(params ReadOnlySpan<string> arguments)
    {
        _arguments.AddRange(arguments);
        return this;
    }

    /// <summary>Appends <c>flag value</c> when there is a value.</summary>
    internal CommandBuilder AddIf(string flag, string? value) => value is { Length: > 0 } ? Add(flag, value) : this;

    /// <summary>Appends a flag and the miner's numbers of the chosen cards; nothing when all are to be used.</summary>
    internal CommandBuilder AddDevices(string flag, string separator = ",") =>
        _launch.Devices is { Count: > 0 } devices ? Add(flag, Numbers(devices, separator)) : this;

    /// <summary>Sets a variable.</summary>
    internal CommandBuilder Set(string variable, string value)
    {
        _environment.Add(new(variable, value));
        return this;
    }

    /// <summary>The miner's name for a task's algorithm.</summary>
    internal string Algorithm(MinerTask task) => _miner.NameOf(task.Algorithm)!;

    /// <summary>The numbers of cards, as text.</summary>
    internal static string Numbers(IReadOnlyList<MinerDevice> devices, string separator = ",") =>
        string.Join(separator, devices.Select(d => Text(d.Index)));

    /// <summary>A number as text.</summary>
    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Has a file written into the working directory and returns its path.</summary>
    internal string File(string ending, string content)
    {
        string path = $"{_launch.WorkDirectory.TrimEnd('/')}/{_miner.Id}-{_launch.Instance}.{ending}";
        _file = new(path, content);
        return path;
    }

    /// <summary>Has a JSON file written and returns its path.</summary>
    internal string JsonFile(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) { write(json); }
        return File("json", Encoding.UTF8.GetString(bytes.ToArray()) + "\n");
    }

    internal MinerCommandLine Finish() => new([.. _arguments, .. _launch.ExtraArguments], _environment, _file);
}
