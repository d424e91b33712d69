namespace CometHooks.Map;

/// <summary>A stored webhook becomes conversions.</summary>
internal static class MapStage
{
    /// <summary>What leads where: known also to an instance that leaves mapping to others.</summary>
    public static IServiceCollection AddMappings(this IServiceCollection services, MappingCatalog mappings, MapTargets targets) =>
        services.AddSingleton(mappings).AddSingleton(targets);

    public static IServiceCollection AddMap(this IServiceCollection services) => services.AddHostedService<MappingWorker>();
}
