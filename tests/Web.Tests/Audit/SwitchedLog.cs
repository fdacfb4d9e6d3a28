using BloxOs.Data.Audit;
using BloxOs.Web.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Audit;

/// <summary>The server's audit log, which fails when it is told to.</summary>
internal sealed class SwitchedLog
{
    public bool Fails { get; set; }

    /// <summary>It fails from the first line about this action on; null: from the first line on.</summary>
    public string? FromAction { get; set; }

    public HostHooks Hooks => new() { Services = Put };

    /// <summary>Puts it in place of the server's.</summary>
    public void Put(IServiceCollection services)
    {
        var real = services.Last(s => s.ServiceType == typeof(IAuditLog));
        services.AddSingleton<IAuditLog>(provider => new Log(this, Made(real, provider)));
    }

    static IAuditLog Made(ServiceDescriptor service, IServiceProvider provider) =>
        (IAuditLog)(service.ImplementationFactory?.Invoke(provider) ?? service.ImplementationInstance ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));

    sealed class Log(SwitchedLog owner, IAuditLog log) : IAuditLog, IAuditChain
    {
        IAuditChain Chain => (IAuditChain)log;

        public Task<long> AppendAsync(AuditRecord record)
        {
            if (owner.FromAction == record.Action) { (owner.FromAction, owner.Fails) = (null, true); }
            return owner.Fails ? throw new AuditUnavailableException(null) : log.AppendAsync(record);
        }

        public Task<IReadOnlyList<AuditEntry>> FindAsync(AuditQuery query, CancellationToken cancellation) => log.FindAsync(query, cancellation);

        public Task<AuditHead> HeadAsync(CancellationToken cancellation) => Chain.HeadAsync(cancellation);

        public Task AddAnchorAsync(AuditAnchor anchor, CancellationToken cancellation) => Chain.AddAnchorAsync(anchor, cancellation);

        public Task<AuditVerdict> VerifyAsync(byte[]? key, IReadOnlyList<AuditAnchor> kept, CancellationToken cancellation) => Chain.VerifyAsync(key, kept, cancellation);
    }
}
