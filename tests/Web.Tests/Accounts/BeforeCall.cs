using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Accounts;

/// <summary>Does something right before one call of a grain: what another request might do between two steps.</summary>
internal sealed class BeforeCall(string interfaceName, string method) : IOutgoingGrainCallFilter
{
    Func<Task>? _once;

    /// <summary>Only calls of the grain with this key count; null for any.</summary>
    public string? Key { get; set; }

    /// <summary>Does it before the next such call, once.</summary>
    public void Once(Func<Task> work) => _once = work;

    /// <summary>The server with it.</summary>
    public HostHooks Hooks => new() { Services = services => services.AddSingleton<IOutgoingGrainCallFilter>(this) };

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceName.EndsWith(interfaceName, StringComparison.Ordinal) && context.MethodName == method
            && (Key is null || context.TargetId.Key.ToString() == Key) && Interlocked.Exchange(ref _once, null) is { } work) { await work(); }
        await context.Invoke();
    }
}
