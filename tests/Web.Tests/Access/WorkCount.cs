using System.Collections.Concurrent;
using BloxOs.Data.State;
using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BloxOs.Web.Tests.Access;

/// <summary>Counts what the server does for a request: by this, and not by a clock, two requests are seen to take the same time.</summary>
internal sealed class WorkCount
{
    /// <summary>The name of a request, in its header; what it makes grains do is listed under it.</summary>
    public const string Header = "X-Test-Request";

    readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _calls = new(StringComparer.Ordinal);
    int _reads, _hashes;

    /// <summary>States that were read from the database, by anybody.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Passwords that were hashed, by anybody.</summary>
    public int Hashes => Volatile.Read(ref _hashes);

    /// <summary>The grain calls of a request, in their order.</summary>
    public string CallsOf(string request) => string.Join(", ", _calls.GetValueOrDefault(request) ?? []);

    /// <summary>Counts in this server.</summary>
    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<IStartupFilter>(new NamedRequests());
        services.AddSingleton<IIncomingGrainCallFilter>(new GrainCalls(this));
        services.AddSingleton<IPasswordHasher<Account>>(provider => new Hasher(this, provider.GetRequiredService<IOptions<PasswordHasherOptions>>()));
        var real = services.Last(s => s.ServiceType == typeof(IStateStore));
        services.AddSingleton<IStateStore>(provider => new Store(this, Made(real, provider)));
    }

    static IStateStore Made(ServiceDescriptor service, IServiceProvider provider) =>
        (IStateStore)(service.ImplementationFactory?.Invoke(provider) ?? service.ImplementationInstance ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));

    sealed class NamedRequests : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, then) =>
            {
                if (context.Request.Headers[Header].ToString() is { Length: > 0 } name) { RequestContext.Set(Header, name); }
                return then(context);
            });
            next(app);
        };
    }

    sealed class GrainCalls(WorkCount count) : IIncomingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (RequestContext.Get(Header) is string name) { count._calls.GetOrAdd(name, static _ => new()).Enqueue($"{context.InterfaceMethod.DeclaringType?.Name}.{context.MethodName}"); }
            return context.Invoke();
        }
    }

    sealed class Hasher(WorkCount count, IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
    {
        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref count._hashes);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    sealed class Store(WorkCount count, IStateStore store) : IStateStore
    {
        public Task<StoredState?> ReadAsync(string key, CancellationToken cancellation)
        {
            Interlocked.Increment(ref count._reads);
            return store.ReadAsync(key, cancellation);
        }

        public Task<long?> WriteAsync(string key, long? expectedVersion, byte[] data) => store.WriteAsync(key, expectedVersion, data);

        public Task<long?> ClearAsync(string key, long? expectedVersion) => store.ClearAsync(key, expectedVersion);
    }
}
