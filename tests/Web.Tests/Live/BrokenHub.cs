using BloxOs.Web.Live;
using BloxOs.Web.Tests.Accounts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Live;

/// <summary>A hub that fails once for a whole group, with something that nobody expects of it; all else goes to the real one.</summary>
internal sealed class BrokenHub : IHubContext<LiveHub>, IHubClients
{
    IHubContext<LiveHub> _hub = null!;
    int _left = 1;

    /// <summary>It has failed.</summary>
    public bool HasFailed => Volatile.Read(ref _left) < 1;

    /// <summary>The server with it.</summary>
    public HostHooks Hooks => new()
    {
        Services = services =>
        {
            var real = services.Last(static one => one.ServiceType == typeof(IHubContext<>)).ImplementationType!.MakeGenericType(typeof(LiveHub));
            services.AddSingleton<IHubContext<LiveHub>>(all =>
            {
                _hub = (IHubContext<LiveHub>)ActivatorUtilities.CreateInstance(all, real);
                return this;
            });
        },
    };

    IHubClients IHubContext<LiveHub>.Clients => this;

    public IGroupManager Groups => _hub.Groups;

    public IClientProxy All => _hub.Clients.All;

    public IClientProxy Group(string groupName) =>
        Interlocked.Exchange(ref _left, 0) == 1 ? throw new NotSupportedException("as nobody expects it") : _hub.Clients.Group(groupName);

    public IClientProxy AllExcept(IReadOnlyList<string> excludedConnectionIds) => _hub.Clients.AllExcept(excludedConnectionIds);

    public IClientProxy Client(string connectionId) => _hub.Clients.Client(connectionId);

    public IClientProxy Clients(IReadOnlyList<string> connectionIds) => _hub.Clients.Clients(connectionIds);

    public IClientProxy GroupExcept(string groupName, IReadOnlyList<string> excludedConnectionIds) => _hub.Clients.GroupExcept(groupName, excludedConnectionIds);

    public IClientProxy User(string userId) => _hub.Clients.User(userId);

    public IClientProxy Users(IReadOnlyList<string> userIds) => _hub.Clients.Users(userIds);

    IClientProxy IHubClients<IClientProxy>.Groups(IReadOnlyList<string> groupNames) => _hub.Clients.Groups(groupNames);
}
