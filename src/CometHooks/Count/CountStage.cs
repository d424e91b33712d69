namespace CometHooks.Count;

/// <summary>Conversions wait for evidence.</summary>
internal static class CountStage
{
    public static IServiceCollection AddCount(this IServiceCollection services)
    {
        services.AddHostedService<HeldRelease>();
        return services;
    }
}
