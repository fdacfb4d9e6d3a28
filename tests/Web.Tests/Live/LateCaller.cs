using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace BloxOs.Web.Tests.Live;

/// <summary>A connection as the hub sees it.</summary>
internal sealed class LateCaller : HubCallerContext
{
    /// <summary>The hub has closed it.</summary>
    public bool IsAborted { get; private set; }

    public override string ConnectionId => "late";

    public override string? UserIdentifier => null;

    public override ClaimsPrincipal? User { get; } = new();

    public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override CancellationToken ConnectionAborted => CancellationToken.None;

    public override void Abort() => IsAborted = true;
}
