using System.Reflection;
using Microsoft.AspNetCore.SignalR;

namespace BloxOs.Web.Access;

/// <summary>Asks the gate for hub methods; the ids are their arguments.</summary>
internal sealed class HubDoor(Gate gate) : IHubFilter
{
    // One wording for "does not exist" and "may not see": they look the same outside.
    const string NotThere = "There is nothing to watch under this id.";

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var method = invocation.HubMethod;
        var needs = method.GetCustomAttribute<NeedsAttribute>() ?? method.DeclaringType?.GetCustomAttribute<NeedsAttribute>();
        var user = invocation.Context.User ?? throw new HubException(NotThere);
        var answer = await gate.AskAsync(needs, method.GetCustomAttribute<NeedsFreshSignInAttribute>() is not null, user, name => ArgumentOf(invocation, name));
        if (answer.Verdict != GateVerdict.Open) { throw new HubException(NotThere); }
        invocation.Context.Items[typeof(Granted)] = answer.Granted;   // a connection's calls come one after the other
        return await next(invocation);
    }

    /// <summary>What the gate found for the call that runs.</summary>
    public static Granted GrantedOf(HubCallerContext context) => (Granted)context.Items[typeof(Granted)]!;

    static string? ArgumentOf(HubInvocationContext invocation, string name)
    {
        int at = Array.FindIndex(invocation.HubMethod.GetParameters(), p => p.Name == name);
        return at < 0 ? null : invocation.HubMethodArguments[at] as string;
    }
}
