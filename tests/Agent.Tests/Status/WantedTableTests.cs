using System.Text;
using System.Text.Json;
using BloxOs.Agent.Control;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Status;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Status;

/// <summary>What a person at the rig sees of what the server wants.</summary>
public sealed class WantedTableTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly ProcessTable _table = new(new());

    public void Dispose() => _folder.Dispose();

    string Shown => Encoding.UTF8.GetString(WantedTable.Write(new(_folder.Path), _table));

    void Save(Desired desired, ControlFile? known = null)
    {
        _folder.Write("desired.json", JsonSerializer.Serialize(new DesiredFile { Desired = desired }, ControlJson.Default.DesiredFile));
        if (known is not null) { _folder.Write("miners.json", JsonSerializer.Serialize(known, ControlJson.Default.ControlFile)); }
    }

    [Fact]
    public void Each_wanted_miner_has_its_state_and_why()
    {
        var self = _table.Find(Environment.ProcessId)!;
        Save(
            new() { Revision = 7, Maintenance = true, Miners = [.. ((string[])["runs", "hot", "stopped", "failed", "off", "cold", "new"]).Select(n => new DesiredMiner { Name = n, Miner = "t-rex", Enabled = n == "off" ? false : null })] },
            new()
            {
                Miners =
                [
                    new() { Name = "runs", Process = new(Environment.ProcessId, self.StartTicks, _table.BootId, "", null), Quarantined = ["0000:01:00.0"] },
                    new() { Name = "hot", Holds = [new("heat", "card 0000:02:00.0 has 91 °C", _table.BootId)] },
                    new() { Name = "stopped", StoppedByHand = true },
                    new() { Name = "failed", Failed = "T-Rex is not installed" },
                    new() { Name = "cold", Holds = [new("heat", "before the boot", "another boot")], ExitCode = 3 },
                ],
            });
        Assert.Equal(
            """

            Wanted: revision 7, maintenance
            INSTANCE  MINER  STATE            WITHOUT CARDS  WHY
            runs      t-rex  running          0000:01:00.0   -
            hot       t-rex  held back        -              card 0000:02:00.0 has 91 °C
            stopped   t-rex  stopped by hand  -              -
            failed    t-rex  failed           -              T-Rex is not installed
            off       t-rex  off              -              -
            cold      t-rex  does not run     -              it ended with status 3
            new       t-rex  does not run     -              -

            """.ReplaceLineEndings("\n"), Shown);
    }

    [Fact]
    public void What_is_not_there_or_damaged_says_nothing_and_is_left_as_it_is()
    {
        Assert.Equal("", Shown);
        _folder.Write("desired.json", "{\"version\":1,");
        Assert.Equal("", Shown);
        Save(new() { Revision = 3 });
        _folder.Write("miners.json", "[]");
        Assert.Equal("\nWanted: revision 3\n", Shown);
        Save(new() { Revision = 4, Miners = [new() { Name = "gpu", Miner = "t-rex" }] });
        Assert.Contains("gpu       t-rex  does not run", Shown, StringComparison.Ordinal);
        Assert.Equal(["desired.json", "miners.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }
}
