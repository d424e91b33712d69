namespace CometHooks.Map;

/// <summary>A stored webhook becomes conversions.</summary>
internal static class MapStage
{
    public static IServiceCollection AddMap(this IServiceCollection services, MappingCatalog mappings, MapTargets targets)
    {
        services.AddSingleton(mappings);
        services.AddSingleton(targets);
        services.AddHostedService<MappingWorker>();
        return services;
    }
}
