using System.Reflection;
using CometHooks.Operate.Traces;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace CometHooks.Operate.Metrics;

/// <summary>What the hub measures, for Prometheus at the admin address.</summary>
internal static class MetricsStage
{
    private const string Path = "/metrics";
    private static readonly TimeSpan OldestReading = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddHubMetrics(this IServiceCollection services)
    {
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("comethooks", serviceVersion: typeof(MetricsStage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion))
            .WithMetrics(metrics => metrics.AddMeter(HubMeter.Name).AddPrometheusExporter())
            .AddOtlp();
        return services;
    }

    /// <summary>What only a store can tell.</summary>
    public static IServiceCollection AddHubGauges(this IServiceCollection services)
    {
        services.AddSingleton<HubReadings>();
        services.AddSingleton<HubGauges>();
        return services;
    }

    /// <summary>Like health, without signing in: who reaches the admin address may read it, and it holds no names but those of the configuration.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        // Its gauges are there from the start.
        app.Services.GetService<HubGauges>();
        app.MapPrometheusScrapingEndpoint(Path, meterProvider: null, branch => branch.Use(ReadAsync), optionsName: null).AllowAnonymous();
    }

    private static async Task ReadAsync(HttpContext context, RequestDelegate next)
    {
        if (context.RequestServices.GetService<HubReadings>() is { } readings)
        {
            try
            {
                await readings.ReadAsync(OldestReading, context.RequestAborted);
            }
            catch (Exception) when (!context.RequestAborted.IsCancellationRequested)
            {
                // A store in trouble must not hide what is counted: comethooks_store_healthy tells.
            }
        }

        await next(context);
    }
}
