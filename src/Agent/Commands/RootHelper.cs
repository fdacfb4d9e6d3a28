using System.Net.Sockets;
using System.Text;
using BloxOs.Agent.Native;

namespace BloxOs.Agent.Commands;

/// <summary>
/// Asks root for the few things that an agent without rights cannot do: one word in, one line out, over a socket that systemd listens on. What stands behind it, and what it may do,
/// is root's alone: <c>deploy/agent-power</c>.
/// </summary>
/// <param name="time">Clock of the limits.</param>
/// <param name="socket">Another socket, in tests.</param>
internal sealed class RootHelper(TimeProvider time, string socket = RootHelper.DefaultSocket)
{
    /// <summary>Where install.sh has systemd listen.</summary>
    public const string DefaultSocket = "/run/bloxos-agent-power.sock";

    /// <summary>Boots the rig anew.</summary>
    public const string Reboot = "reboot";

    /// <summary>Switches the rig off.</summary>
    public const string PowerOff = "poweroff";

    /// <summary>Runs what root's configuration says that loads the drivers of the cards anew.</summary>
    public const string ReloadDriver = "reload-driver";

    /// <summary>What a person can do where there is none.</summary>
    public const string Remedy = "the agent is not root, and nothing here does it for it: install it again, with the line that the page \"Add rig\" shows";

    const int LongestAnswer = 1024;

    /// <summary>There is one, for whomever.</summary>
    public bool Exists => File.Exists(socket);

    /// <summary>There is one, and this user may ask it.</summary>
    public bool IsThere => Libc.IsWritable(socket);

    /// <summary>Asks. Null when it was done, else why not, in the helper's words.</summary>
    /// <param name="word">One of the constants.</param>
    /// <param name="limit">Time for the answer.</param>
    /// <param name="cancellation">The agent stops.</param>
    public async Task<string?> AskAsync(string word, TimeSpan limit, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), end.Token);
            await connection.SendAsync(Encoding.ASCII.GetBytes(word + "\n"), end.Token);
            string answer = await ReadAsync(connection, end.Token);
            return answer switch { "ok" => null, "" => $"{word}: {socket} gave no answer", _ => $"{word}: {answer}" };
        }
        catch (SocketException e) { return $"{word}: {socket}: {e.Message}"; }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { return $"{word}: {socket} gave no answer within {limit.TotalSeconds:0} s"; }
    }

    /// <summary>The first line, without what does not belong into one.</summary>
    static async Task<string> ReadAsync(Socket connection, CancellationToken cancellation)
    {
        byte[] buffer = new byte[LongestAnswer];
        int length = 0;
        while (length < buffer.Length && !buffer.AsSpan(0, length).Contains((byte)'\n'))
        {
            int count = await connection.ReceiveAsync(buffer.AsMemory(length), cancellation);
            if (count == 0) { break; }
            length += count;
        }
        string line = Encoding.UTF8.GetString(buffer, 0, length).Split('\n')[0];
        return new string([.. line.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
    }
}
