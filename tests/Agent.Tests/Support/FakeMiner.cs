using System.Diagnostics;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Support;

/// <summary>
/// A program that is called like a miner and answers like one: a copy of perl under the miner's name, so that <c>/proc</c> shows what it would show.
/// It ends by itself after two minutes.
/// </summary>
internal sealed class FakeMiner : IDisposable
{
    const string Program = """
        use strict; use IO::Handle; use IO::Socket::INET;
        alarm(120); $| = 1; my @kept;
        my ($file, $protocol, $children) = splice(@ARGV, 0, 3);
        if ($children > 0 && (my $pid = fork())) { waitpid($pid, 0); exit 0; }
        my $port = 0;
        for my $word (@ARGV) { $port = $1 if $word =~ /:(\d+)$/; }
        if ($protocol eq 'deaf') { print "0\n"; sleep 120; exit 0; }
        my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 5, ReuseAddr => 1) or die "no port: $!";
        print $listener->sockport(), "\n";
        local $SIG{PIPE} = 'IGNORE';
        open(my $seen, '>>', "$file.asked"); $seen->autoflush(1);
        while (my $client = $listener->accept()) {
            print $seen "1";
            if ($protocol eq 'hung') { push(@kept, $client); next; }
            my $line = <$client>;
            if ($protocol eq 'http') { while (defined(my $head = <$client>)) { last if $head =~ /^\r?\n$/; } }
            open(my $in, '<', $file); local $/; my $body = <$in>; close($in);
            print $client "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ", length($body), "\r\n\r\n" if $protocol eq 'http';
            print $client $body;
            close($client);
        }
        """;

    readonly TempDirectory _folder = new("bloxos-miner-");
    readonly Process _process;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="name">Name of the program, "t-rex".</param>
    /// <param name="protocol"><c>http</c>, <c>line</c>, <c>hung</c> (takes connections, says nothing) or <c>deaf</c> (listens to nobody).</param>
    /// <param name="answer">What it says to every question.</param>
    /// <param name="arguments">Its command line; a word that ends in <c>:port</c> says where it listens.</param>
    /// <param name="watched">It works in a child process of the same name.</param>
    public FakeMiner(string name, string protocol, string answer, string[] arguments, bool watched = false)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/perl"), "no perl on this machine: no program can play a miner");
        string program = _folder.File(name);
        // By another process: a file that this one wrote is "busy" for as long as a child that a test beside forked meanwhile holds its handle.
        using (var copy = Process.Start("cp", ["/usr/bin/perl", program])) { copy.WaitForExit(); }
        string script = _folder.Write("fake.pl", Program);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (string word in (string[])[script, _folder.Write("answer", answer), protocol, watched ? "1" : "0", .. arguments]) { start.ArgumentList.Add(word); }
        _process = Process.Start(start)!;
        Port = int.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the fake miner did not start"));
    }

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>Where it listens; 0 when it does not.</summary>
    public int Port { get; }

    /// <summary>Connections that it took.</summary>
    public int Connections => (int)new FileInfo(_folder.File("answer.asked")).Length;

    /// <summary>Changes what it says.</summary>
    public void Say(string answer) => _folder.Write("answer", answer);

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        if (!_process.HasExited) { _process.Kill(entireProcessTree: true); }
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
