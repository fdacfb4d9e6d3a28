namespace BloxOs.Deploy.Tests;

/// <summary>Tests of the installer, each with a bare Debian of its own.</summary>
public abstract class InstalledRig(AgentBuilds builds, SharedServer shared) : IAsyncLifetime
{
    protected const string Home = "/opt/bloxos-agent/bloxos-agent", State = "/var/lib/bloxos-agent";

    Chroot? _rig;
    RealServer? _server;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What the server hands out; not to be changed.</summary>
    protected string Files { get; private set; } = "";

    private protected Chroot Rig => _rig!;

    private protected RealServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a chroot needs root");
        // The system is made while the agent is built.
        var making = Chroot.CreateAsync();
        (Files, _server) = (await builds.NativeAsync(), await shared.GetAsync(builds));
        _rig = await making;
    }

    public virtual ValueTask DisposeAsync()
    {
        _rig?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>As the page shows it, without sudo: the rig's only user is root.</summary>
    /// <param name="secret">Code or token.</param>
    /// <param name="url">Of the server; the shared one's when not given.</param>
    protected Task<(int Code, string Output)> InstallAsync(string secret, string? url = null) =>
        Rig.RunAsync($"{{ curl -fsSL {url ?? Server.Url}/install.sh && echo {secret}; }} | bash -s -- {url ?? Server.Url}");
}
