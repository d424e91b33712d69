namespace CometHooks.Count;

/// <summary>Conversions wait for evidence, and identities are kept for as long as they are of use.</summary>
internal static class CountStage
{
    public static IServiceCollection AddCount(this IServiceCollection services)
    {
        services.AddHostedService<HeldRelease>();
        services.AddHostedService<IdentityExpiry>();
        return services;
    }
}
