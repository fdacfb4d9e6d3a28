using System.Threading.Channels;

namespace BloxOs.Web.Mail;

/// <summary>Writes and sends letters one after the other. A letter that three tries do not deliver is lost, and the log says so.</summary>
internal sealed partial class MailRoom(IServiceScopeFactory scopes, TimeProvider time, ILogger<MailRoom> logger, MailSource source, MailPost post) : BackgroundService, IMailbox
{
    const int MostWaiting = 200;

    static readonly TimeSpan[] s_pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20)];

    readonly Channel<LetterWriter> _waiting =
        Channel.CreateBounded<LetterWriter>(MostWaiting);

    public async Task<bool> IsOpenAsync(CancellationToken cancellation) => await source.FindAsync(cancellation) is not null;

    public bool TryPut(LetterWriter write) => _waiting.Writer.TryWrite(write);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var write in _waiting.Reader.ReadAllAsync(stoppingToken)) { await DeliverAsync(write, stoppingToken); }
        }
        catch (OperationCanceledException) { }
    }

    async Task DeliverAsync(LetterWriter write, CancellationToken stop)
    {
        Letter? letter = null;
        for (var tries = 0; ; tries++)
        {
            try
            {
                if (await source.FindAsync(stop) is not { } route) { return; }
                letter ??= await WriteAsync(write, route, stop);
                if (letter is not null) { await post.SendAsync(route.Settings, letter, stop); }
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

    async Task<Letter?> WriteAsync(LetterWriter write, MailRoute route, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await write(scope.ServiceProvider, route, stop);
    }

    [LoggerMessage(LogLevel.Error, "A mail could not be sent")]
    partial void LogLost(Exception failure);
}
