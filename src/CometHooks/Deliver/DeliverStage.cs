namespace CometHooks.Deliver;

/// <summary>Conversions go to their destinations.</summary>
internal static class DeliverStage
{
    /// <summary>What there is to deliver to: known also to an instance that leaves delivery to others.</summary>
    public static IServiceCollection AddDestinations(this IServiceCollection services, IReadOnlyDictionary<string, DestinationOptions> destinations, CometlyRequestWriter requests)
    {
        services.AddSingleton(destinations);
        services.AddSingleton(requests);
        services.AddSingleton<IDeliverySignal, DeliverySignal>();
        return services;
    }

    public static IServiceCollection AddDeliver(this IServiceCollection services)
    {
        services.AddSingleton(new RetrySchedule(new Random()));
        services.AddSingleton<DeliveryService>();
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryService>());
        return services;
    }
}
