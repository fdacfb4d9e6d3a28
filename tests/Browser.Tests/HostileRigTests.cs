using System.Collections;
using System.Reflection;
using BloxOs.Protocol;

namespace BloxOs.Browser.Tests;

/// <summary>The hostile rig knows the protocol by its types: a text that is added there and has no marker here fails.</summary>
public sealed class HostileRigTests
{
    [Fact]
    public void Every_text_that_a_rig_can_send_has_a_marker_or_is_shown_to_nobody()
    {
        var all = typeof(AgentMessage).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(AgentMessage))).SelectMany(Texts).ToHashSet();
        var marked = HostileRig.Messages.SelectMany(Marked).ToHashSet();
        Assert.Contains("Inventory.HostName", marked);
        Assert.Equal(HostileRig.Unmarked.Order(), all.Except(marked).Order());
    }

    /// <summary>Texts in messages of this type, as "Type.Member".</summary>
    static IEnumerable<string> Texts(Type type)
    {
        foreach (var member in Members(type))
        {
            var part = Of(member.PropertyType);
            if (part == typeof(string)) { yield return Named(member); }
            else if (IsOurs(part)) { foreach (string text in Texts(part)) { yield return text; } }
        }
    }

    /// <summary>Those that carry a marker in this one.</summary>
    static IEnumerable<string> Marked(object message)
    {
        foreach (var member in Members(message.GetType()))
        {
            object? value = member.GetValue(message);
            foreach (object? part in value is string or not IEnumerable ? [value] : ((IEnumerable)value).Cast<object?>())
            {
                if (part is string text && text.Contains("bad('", StringComparison.Ordinal)) { yield return Named(member); }
                else if (part is not null && IsOurs(part.GetType())) { foreach (string inner in Marked(part)) { yield return inner; } }
            }
        }
    }

    static IEnumerable<PropertyInfo> Members(Type type) => type.GetProperties().Where(static member => member.CanWrite);

    static Type Of(Type type) => type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GenericTypeArguments[0] : Nullable.GetUnderlyingType(type) ?? type;

    static bool IsOurs(Type type) => type.Assembly == typeof(AgentMessage).Assembly && !type.IsEnum;

    static string Named(PropertyInfo member) => $"{member.DeclaringType!.Name}.{member.Name}";
}
