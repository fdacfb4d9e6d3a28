using System.Net;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BloxOs.Silo.Operations;

/// <summary>Health, metrics and traces.</summary>
public static class OperationsSetup
{
    const string MetricsPath = "/metrics";
    /// <summary>Series that one metric may have; the exporter sets memory aside for all of them (its own default, 2,000, is 40 MB in all).</summary>
    const int SeriesPerMetric = 100;

    const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    static readonly string[] Meters = ["BloxOs.Gateway", "BloxOs.History", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>Services; OTLP export when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
    public static IServiceCollection AddBloxOsOperations(this IServiceCollection services, bool publicMetrics)
    {
        services.AddSingleton<ServerState>().AddSingleton<DescriptorLimit>().AddSingleton(new MetricsAccess(publicMetrics));
        bool export = Environment.GetEnvironmentVariable(OtlpVariable) is { Length: > 0 };
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("bloxos"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters).AddView(_ => new MetricStreamConfiguration { CardinalityLimit = SeriesPerMetric }).AddPrometheusExporter();
                if (export) { metrics.AddOtlpExporter(); }
            });
        if (export) { telemetry.WithTracing(traces => traces.AddSource("Microsoft.Orleans.Application").AddAspNetCoreInstrumentation().AddOtlpExporter()); }
        return services;
    }

    /// <summary><c>/healthz/startup</c>, <c>/healthz/ready</c>, <c>/healthz/live</c> and <c>/metrics</c>. They tell a status and nothing else.</summary>
    public static void MapBloxOsOperations(this WebApplication app)
    {
        var server = app.Services.GetRequiredService<ServerState>();
        Map("/healthz/startup", () => server.IsStarted);
        Map("/healthz/ready", () => server.IsReady);
        Map("/healthz/live", () => true);   // that it answers is the progress; a database that is away is no reason to restart
        GuardMetrics(app, app.Services.GetRequiredService<MetricsAccess>().Public);
        app.MapPrometheusScrapingEndpoint(MetricsPath).AllowAnonymous();
        app.Lifetime.ApplicationStarted.Register(() => server.IsStarted = true);

        void Map(string path, Func<bool> good) =>
            app.MapGet(path, () => good() ? Results.Text("ok") : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable)).AllowAnonymous();
    }

    /// <summary>Not found for others, unless allowed; what came through a proxy of this machine is from others.</summary>
    static void GuardMetrics(WebApplication app, bool everybody) => app.Use((context, next) =>
    {
        bool local = context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && !context.Request.Headers.ContainsKey("X-Forwarded-For");
        if (everybody || local || !context.Request.Path.Equals(MetricsPath, StringComparison.OrdinalIgnoreCase)) { return next(context); }
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    sealed record MetricsAccess(bool Public);
}
