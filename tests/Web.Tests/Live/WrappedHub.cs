using BloxOs.Web.Live;
using BloxOs.Web.Tests.Accounts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Live;

/// <summary>The real hub, for a test that changes one thing of it.</summary>
internal abstract class WrappedHub : IHubContext<LiveHub>, IHubClients
{
    IHubContext<LiveHub> _hub = null!;

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

    public virtual IClientProxy Group(string groupName) => _hub.Clients.Group(groupName);

    public IClientProxy AllExcept(IReadOnlyList<string> excludedConnectionIds) => _hub.Clients.AllExcept(excludedConnectionIds);

    public virtual IClientProxy Client(string connectionId) => _hub.Clients.Client(connectionId);

    public virtual IClientProxy Clients(IReadOnlyList<string> connectionIds) => _hub.Clients.Clients(connectionIds);

    public IClientProxy GroupExcept(string groupName, IReadOnlyList<string> excludedConnectionIds) => _hub.Clients.GroupExcept(groupName, excludedConnectionIds);

    public IClientProxy User(string userId) => _hub.Clients.User(userId);

    public IClientProxy Users(IReadOnlyList<string> userIds) => _hub.Clients.Users(userIds);

    IClientProxy IHubClients<IClientProxy>.Groups(IReadOnlyList<string> groupNames) => _hub.Clients.Groups(groupNames);
}
