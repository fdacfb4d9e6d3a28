using System.Globalization;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Machine;

/// <summary>Version of the systemd that runs this machine.</summary>
internal static class SystemdVersion
{
    /// <summary>
    /// The oldest that can run miners in units of their own: <c>Type=exec</c>, which tells a program that cannot be started, and <c>StandardOutput=append:</c> came with 240
    /// (Debian 10, Ubuntu 20.04; older: Ubuntu 18.04 with 237, CentOS 7 with 219).
    /// </summary>
    public const int Least = 240;

    /// <summary>Asks the tool; null when it does not tell.</summary>
    /// <param name="runner">Runs it.</param>
    /// <param name="systemctl">The tool.</param>
    /// <param name="cancellation">The agent stops.</param>
    public static async Task<int?> ReadAsync(ToolRunner runner, string systemctl, CancellationToken cancellation)
    {
        var answer = await runner.RunAsync([systemctl, "--version"], cancellation);
        return answer is { End: ToolEnd.Exited, ExitCode: 0 } ? Parse(answer.Output) : null;
    }

    /// <summary>"systemd 252 (252.38-1~deb12u1)", "systemd 249.11"; null when it is something else.</summary>
    internal static int? Parse(string text)
    {
        const string Head = "systemd ";
        if (!text.StartsWith(Head, StringComparison.Ordinal)) { return null; }
        var rest = text.AsSpan(Head.Length);
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : null;
    }
}
