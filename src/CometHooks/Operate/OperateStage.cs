using CometHooks.Configuration;
using CometHooks.Operate.Edit;
using CometHooks.Operate.Erase;
using CometHooks.Operate.Health;
using CometHooks.Operate.Mappings;
using CometHooks.Operate.Metrics;
using CometHooks.Operate.Rehearse;
using CometHooks.Operate.Replay;

namespace CometHooks.Operate;

/// <summary>Health, the log, what is done by hand, and what the hub says about itself.</summary>
internal static class OperateStage
{
    public static IServiceCollection AddOperate(this IServiceCollection services, HubOptions options)
    {
        services.AddHubLogging(options.Log);
        services.AddHubMetrics();
        services.AddSingleton(options.Console);
        services.AddSingleton<CommandKey>();
        services.AddSingleton<PausesByHand>();
        services.AddHostedService(provider => provider.GetRequiredService<CommandKey>());
        services.AddSingleton<IHealthCheck, ShutdownCheck>();
        services.AddSingleton<IHealthCheck, RolesCheck>();
        services.AddSingleton<IHealthCheck, EndpointsCheck>();
        services.AddSingleton<IHealthCheck, RefusalsCheck>();
        services.AddHostedService<StartupReport>();
        return services;
    }

    /// <summary>Health of the store.</summary>
    public static IServiceCollection AddStoreChecks(this IServiceCollection services)
    {
        services.AddSingleton<IHealthCheck, StoreCheck>();
        services.AddSingleton<IHealthCheck, BacklogCheck>();
        return services;
    }

    /// <summary>What a changed mapping would do is tried before it does it.</summary>
    public static IServiceCollection AddTrials(this IServiceCollection services, Rehearsal rehearsal, ExampleRunner examples) =>
        services.AddSingleton(rehearsal).AddSingleton(examples).AddSingleton<MappingTrial>();

    /// <summary>Mapping files change while the hub runs, which has its store for itself.</summary>
    public static IServiceCollection AddReload(this IServiceCollection services)
    {
        services.AddSingleton<IHealthCheck, MappingsCheck>();
        services.AddSingleton<FailedMappings>();
        services.AddHostedService<MappingReload>();
        return services;
    }

    /// <summary>Hubs share the store: all use the mappings that are active there, and wake each other.</summary>
    public static IServiceCollection AddOtherHubs(this IServiceCollection services)
    {
        services.AddSingleton<IHealthCheck, MappingsCheck>();
        services.AddSingleton<FailedMappings>();
        services.AddSingleton<AppliedSignal>();
        services.AddHostedService<AppliedMappings>();
        services.AddHostedService<CallsOfOthers>();
        return services;
    }

    /// <summary>Which destinations take nothing, and which ones nobody knows.</summary>
    public static IServiceCollection AddDestinationReports(this IServiceCollection services)
    {
        services.AddSingleton<IHealthCheck, DestinationsCheck>();
        services.AddHostedService<DestinationReport>();
        return services;
    }

    public static void UseOperate(this WebApplication app)
    {
        app.MapHealth();
        app.MapMetrics();
        app.MapResume();
        app.MapReplays();
        app.MapErasures();
    }
}
