using CometHooks.Operate.Replay;

namespace CometHooks.Operate;

/// <summary>Health, the log, what is done by hand, and what the hub says about itself.</summary>
internal static class OperateStage
{
    public static IServiceCollection AddOperate(this IServiceCollection services, LogOptions log)
    {
        services.AddHubLogging(log);
        services.AddSingleton<IReadinessCheck, ShutdownCheck>();
        services.AddSingleton<IReadinessCheck, EndpointsCheck>();
        services.AddSingleton<IReadinessCheck, RefusalsCheck>();
        services.AddHostedService<StartupReport>();
        return services;
    }

    /// <summary>What a whole hub has beyond that: readiness of store, mappings and destinations, and mappings that change while it runs.</summary>
    public static IServiceCollection AddReload(this IServiceCollection services, ExampleRunner examples)
    {
        services.AddSingleton<IReadinessCheck, StoreCheck>();
        services.AddSingleton<IReadinessCheck, BacklogCheck>();
        services.AddSingleton<IReadinessCheck, MappingsCheck>();
        services.AddSingleton<IReadinessCheck, DestinationsCheck>();
        services.AddSingleton(examples);
        services.AddHostedService<MappingReload>();
        services.AddHostedService<DestinationReport>();
        return services;
    }

    public static void UseOperate(this WebApplication app)
    {
        app.MapHealth();
        app.MapResume();
        app.MapReplays();
    }
}
