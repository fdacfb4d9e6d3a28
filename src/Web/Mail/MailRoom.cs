using System.Threading.Channels;

namespace BloxOs.Web.Mail;

/// <summary>Writes and sends letters one after the other. A letter that three tries do not deliver is lost, and the log says so.</summary>
internal sealed partial class MailRoom(IServiceScopeFactory scopes, TimeProvider time, ILogger<MailRoom> logger, MailPost? post = null) : BackgroundService, IMailbox
{
    const int MostWaiting = 200;

    static readonly TimeSpan[] s_pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20)];

    readonly Channel<Func<IServiceProvider, CancellationToken, Task<Letter?>>> _waiting =
        Channel.CreateBounded<Func<IServiceProvider, CancellationToken, Task<Letter?>>>(MostWaiting);

    public bool IsOpen => post is not null;

    public bool TryPut(Func<IServiceProvider, CancellationToken, Task<Letter?>> write) => IsOpen && _waiting.Writer.TryWrite(write);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (post is null) { return; }
        try
        {
            await foreach (var write in _waiting.Reader.ReadAllAsync(stoppingToken)) { await DeliverAsync(write, post, stoppingToken); }
        }
        catch (OperationCanceledException) { }
    }

    async Task DeliverAsync(Func<IServiceProvider, CancellationToken, Task<Letter?>> write, MailPost through, CancellationToken stop)
    {
        Letter? letter = null;
        for (var tries = 0; ; tries++)
        {
            try
            {
                letter ??= await WriteAsync(write, stop);
                if (letter is not null) { await through.SendAsync(letter, stop); }
                return;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException && !stop.IsCancellationRequested)
            {
                if (tries == s_pauses.Length)
                {
                    LogLost(failure);
                    return;
                }
                await Task.Delay(s_pauses[tries], time, stop);
            }
        }
    }

    async Task<Letter?> WriteAsync(Func<IServiceProvider, CancellationToken, Task<Letter?>> write, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await write(scope.ServiceProvider, stop);
    }

    [LoggerMessage(LogLevel.Error, "A mail could not be sent")]
    partial void LogLost(Exception failure);
}
