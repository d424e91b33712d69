namespace CometHooks.Operate;

/// <summary>Health, the log, and what the hub says about itself.</summary>
internal static class OperateStage
{
    public static IServiceCollection AddOperate(this IServiceCollection services, LogOptions log)
    {
        services.AddHubLogging(log);
        services.AddSingleton<IReadinessCheck, ShutdownCheck>();
        services.AddSingleton<IReadinessCheck, EndpointsCheck>();
        services.AddHostedService<StartupReport>();
        return services;
    }

    public static void UseOperate(this WebApplication app) => app.MapHealth();
}
