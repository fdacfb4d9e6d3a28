using System.Net.WebSockets;
using BloxOs.Agent.Commands;
using BloxOs.Agent.Connection;
using BloxOs.Agent.Control;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Control;

/// <summary>How much waits for a server that asks and does not listen.</summary>
public sealed class ControlSessionBoundTests : IDisposable
{
    readonly TempDirectory _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ControlSession.MostWaiting, false), InlineData(ControlSession.MostWaiting + 1, true)]
    public async Task A_server_that_asks_faster_than_it_listens_is_hung_up_on(int answers, bool ended)
    {
        await using var rig = new ControlledRig();
        var store = new StateStore<CommandFile>(_folder.File("commands.json"), ControlJson.Default.CommandFile, CommandFile.IsWhole, rig.Log);
        var executor = new CommandExecutor([], new(store, new(_folder.File("commands.begun"), rig.Log)), "boot", rig.Log, TimeProvider.System);
        using var session = new ControlSession(rig.Supervisor, executor, TimeProvider.System);
        executor.Receive(new() { Id = "a", Kind = CommandKinds.Reboot, ExpiresInMilliseconds = 60_000 });   // waits: nothing is carried out here
        for (int i = 0; i < answers; i++) { executor.Receive(new() { Id = "a", Kind = CommandKinds.Shutdown, ExpiresInMilliseconds = 60_000 }); }   // each is answered: another command has that id

        using var sent = new MemoryStream();
        using var socket = WebSocket.CreateFromStream(sent, new WebSocketCreationOptions { IsServer = true });
        using var writer = new MessageWriter(socket);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var speaking = session.RunAsync(writer, stop.Token);
        if (ended)
        {
            await speaking;
            Assert.Equal(0, sent.Length);
            return;
        }
        await Eventually.Async(() => sent.Length > 0, what: "the first answer", cancellation: Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
    }
}
