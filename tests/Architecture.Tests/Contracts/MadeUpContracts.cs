namespace BloxOs.Architecture.Tests.Contracts.MadeUp;

// Stand-ins by name, so that the rules have something to refuse; Orleans' generators don't see them.
[AttributeUsage(AttributeTargets.All)] internal sealed class GenerateSerializerAttribute : Attribute;
[AttributeUsage(AttributeTargets.All)] internal sealed class AliasAttribute : Attribute;
[AttributeUsage(AttributeTargets.All)] internal sealed class IdAttribute : Attribute;
internal interface IGrainWithStringKey;
public abstract class Grain;

[GenerateSerializer, Alias] internal sealed record Good([property: Id] string Text) { public int Length => Text.Length; }
[GenerateSerializer] internal sealed record WithoutAlias([property: Id] string Text);
[GenerateSerializer, Alias] internal sealed record WithoutId([property: Id] string Text) { public int Extra { get; init; } }
[GenerateSerializer, Alias] public sealed class OpenState;
[Alias] internal interface IGood : IGrainWithStringKey { [Alias] Task Ask(); }
internal interface IWithoutAliases : IGrainWithStringKey { Task Ask(); }
public sealed class OpenGrain : Grain;
