using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Accounts;

/// <summary>What a test puts into the server beside its own parts.</summary>
internal sealed record HostHooks
{
    /// <summary>Services in place of the server's: called after all others are registered.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Middleware behind everything that decides who gets in.</summary>
    public Action<WebApplication>? BehindDoors { get; init; }
}
