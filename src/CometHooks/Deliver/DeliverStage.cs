namespace CometHooks.Deliver;

/// <summary>Conversions go to their destinations.</summary>
internal static class DeliverStage
{
    public static IServiceCollection AddDeliver(this IServiceCollection services, IReadOnlyDictionary<string, DestinationOptions> destinations, CometlyRequestWriter requests)
    {
        services.AddSingleton(destinations);
        services.AddSingleton(requests);
        services.AddSingleton(new RetrySchedule(new Random()));
        services.AddSingleton<DeliveryService>();
        services.AddSingleton<IDeliverySignal>(provider => provider.GetRequiredService<DeliveryService>());
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryService>());
        return services;
    }
}
