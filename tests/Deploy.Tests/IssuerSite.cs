namespace BloxOs.Deploy.Tests;

/// <summary>Counts who comes for what a certificate names.</summary>
internal sealed class IssuerSite : IAsyncDisposable
{
    readonly LoopbackListener _listener;
    int _calls;

    IssuerSite() => _listener = new(_ =>
    {
        Interlocked.Increment(ref _calls);
        return Task.CompletedTask;
    });

    public int Port => _listener.Port;

    public int Calls => Volatile.Read(ref _calls);

    public static IssuerSite Start() => new();

    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
