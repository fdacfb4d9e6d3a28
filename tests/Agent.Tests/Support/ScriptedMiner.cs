using System.Globalization;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Support;

/// <summary>A program under a miner's name that prints lines until it is told to end, and behaves as a file beside it says.</summary>
internal sealed class ScriptedMiner
{
    const string Body =
        """
        here=$(dirname "$0")
        mode=$(cat "$here/mode" 2>/dev/null)
        echo $$ >> "$here/starts"
        echo "args: $*"
        case "$mode" in
          crash) echo "CUDA error in func 'x' : no memory (2)"; exit 3 ;;
          killed) kill -SEGV $$ ;;
          stubborn) trap '' TERM ;;
          *) trap 'echo bye; exit 0' TERM ;;
        esac
        if [ "$mode" = child ]; then sleep 1000 & echo $! > "$here/child"; fi
        if [ "$mode" = away ]; then setsid sh -c 'echo $$ > "$0/child"; trap "" TERM; while :; do sleep 1; done' "$here" & while [ ! -s "$here/child" ]; do sleep 0.05; done; fi
        printf '\033[32mcoloured\033[0m\n'
        i=0
        while :; do
          i=$((i+1))
          echo "line $i"
          if [ "$mode" = flood ]; then n=0; while [ $n -lt 20 ]; do n=$((n+1)); printf '%01000d\n' $n; done; fi
          sleep 0.1 & wait $!
        done
        """;

    readonly string _folder;

    public ScriptedMiner(string miners, string miner = "t-rex", string version = "0.26.8")
    {
        _folder = Path.Combine(miners, miner, version);
        Directory.CreateDirectory(_folder);
        Program = Path.Combine(_folder, miner);
        File.WriteAllText(Program, "#!/bin/sh\n" + Body + "\n");
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Full path.</summary>
    public string Program { get; }

    /// <summary>Process ids of all starts so far.</summary>
    public int[] Starts => Numbers("starts");

    /// <summary>Process id of the child that a miner of mode "child" or "away", in a session of its own, left.</summary>
    public int Child => Numbers("child").Single();

    /// <summary>How the next one behaves.</summary>
    public string Mode { set => File.WriteAllText(Path.Combine(_folder, "mode"), value); }

    /// <summary>What a server wants of it.</summary>
    public static DesiredMiner Wanted(string name = "gpu", string user = "wallet", string miner = "t-rex", string password = "secret-password") => new()
    {
        Name = name,
        Miner = miner,
        Algorithms =
        [
            new()
            {
                Algorithm = "kawpow",
                Pools = [new() { Host = "a.pool.example", Port = 1, User = user, Password = password }, new() { Host = "b.pool.example", Port = 2, User = user, Password = password }],
            },
        ],
    };

    /// <summary>True while a process exists and has not ended.</summary>
    public static bool Lives(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException) { return false; }
    }

    /// <summary>Ends what a failed test may have left. Only processes that this program wrote down itself.</summary>
    public void End()
    {
        foreach (int id in Starts.Concat(Numbers("child")))
        {
            if (Lives(id) && File.ReadAllText($"/proc/{id}/cmdline").Contains(_folder, StringComparison.Ordinal)) { System.Diagnostics.Process.Start("kill", ["-KILL", $"{id}"]).WaitForExit(); }
        }
    }

    int[] Numbers(string file)
    {
        string path = Path.Combine(_folder, file);
        return File.Exists(path) ? [.. File.ReadAllLines(path).Select(l => int.Parse(l, CultureInfo.InvariantCulture))] : [];
    }
}
