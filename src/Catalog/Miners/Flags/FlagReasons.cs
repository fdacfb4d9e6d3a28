using System.Globalization;

namespace BloxOs.Catalog.Miners.Flags;

/// <summary>Why an argument is refused, in words. The list of allowed flags decides; this only explains.</summary>
internal static class FlagReasons
{
    const string Shell = ";&|`$<>(){}[]'\"\\!?^";

    static readonly (string[] Parts, string Reason)[] Kinds =
    [
        (["script", "exec", "startup", "hook", "cmd", "-bat"], "it runs a program"),
        (["conf", "json", "profile", "setup"], "it reads settings from a file, and with them anything else"),
        (["log", "dump", "file", "path", "dat-", "save", "store"], "it reads or writes a file"),
        (["api", "http", "telemetry", "mport", "cdm", "remote", "web"], "the API is set up by BloxOs and stays on loopback"),
        (["ssl", "tls", "cert", "verif"], "it could switch off the check of certificates; TLS is set with the pool"),
        (["update"], "a miner never changes itself; versions are chosen in BloxOs"),
        (["watchdog", "reboot", "restart", "shutdown", "reset", "-wd"], "restarts and reboots are decided by the agent, within its budget"),
        (["url", "pool", "user", "wal", "pass", "psw", "worker", "server", "proxy", "stratum", "email", "-rig", "coin", "algo", "dns", "donate", "fee", "dev-"],
            "pool, account and algorithm come from the flight sheet"),
        (["clock", "clk", "-pl", "power", "fan", "volt", "-cv", "-oc", "temp", "tstop", "tstart", "-tt", "-mt", "tweak", "offset", "undervolt"],
            "clocks, power, fans and temperatures are set by an overclock profile, within the rig's limits"),
        (["device", "gpu-id", "-di", "cuda", "opencl", "platform"], "cards are chosen with the miner"),
    ];

    static readonly string[] ShortForPool = ["-o", "-u", "-p", "-w", "-a", "-O", "-s", "-n", "-P", "-wal", "-pool", "-r"];

    /// <summary>A reason that needs no list: characters that have no place in any argument. Null when there is none.</summary>
    public static string? OfText(string text)
    {
        foreach (char c in text)
        {
            if (c == '\t') { continue; }
            if (char.IsControl(c)) { return "control characters and line breaks are not allowed"; }
            if (char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation && c != '-') { return "a dash is not the plain '-': was it copied from a formatted text?"; }
            if (!char.IsAscii(c)) { return "only plain ASCII characters are allowed"; }
            if (Shell.Contains(c, StringComparison.Ordinal)) { return $"'{c}' is shell text; arguments are never given to a shell"; }
        }
        return text.StartsWith('@') || text.Contains(" @", StringComparison.Ordinal) || text.Contains("=@", StringComparison.Ordinal) ? "'@file' reads arguments from a file" : null;
    }

    /// <summary>Why a flag that is not on the list is refused.</summary>
    public static string OfFlag(MinerDescriptor miner, string name)
    {
        if (!name.StartsWith('-')) { return "this is not a flag"; }
        if (ShortForPool.Contains(name, StringComparer.Ordinal)) { return "pool, account and algorithm come from the flight sheet"; }
        if (name == "-c") { return "it reads settings from a file, and with them anything else"; }
        if (name is "-l") { return "it reads or writes a file"; }
        if (name is "-d") { return "cards are chosen with the miner"; }
        string lower = name.ToLowerInvariant();
        foreach (var (parts, reason) in Kinds)
        {
            if (parts.Any(p => lower.Contains(p, StringComparison.Ordinal))) { return reason; }
        }
        return $"not on the list of allowed flags of {miner.Title}";
    }
}
