using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Accounts;

/// <summary>Does something right before one call of a grain: what another request might do between two steps.</summary>
internal sealed class BeforeCall(string interfaceName, string method) : IOutgoingGrainCallFilter
{
    Func<Task>? _once;

    /// <summary>Does it before the next such call, once.</summary>
    public void Once(Func<Task> work) => _once = work;

    /// <summary>The server with it.</summary>
    public HostHooks Hooks => new() { Services = services => services.AddSingleton<IOutgoingGrainCallFilter>(this) };

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceName.EndsWith(interfaceName, StringComparison.Ordinal) && context.MethodName == method && Interlocked.Exchange(ref _once, null) is { } work) { await work(); }
        await context.Invoke();
    }
}
