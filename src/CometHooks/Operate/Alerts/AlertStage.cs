namespace CometHooks.Operate.Alerts;

/// <summary>Somebody is called when something is wrong, and told when it is over.</summary>
internal static class AlertStage
{
    public static IServiceCollection AddAlerts(this IServiceCollection services, AlertOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<EndpointLife>();
        services.AddSingleton<IAlertCondition, DeadLetters>();
        services.AddSingleton<IAlertCondition, FailedWebhooks>();
        services.AddSingleton<IAlertCondition, LateWebhooks>();
        services.AddSingleton<IAlertCondition, PausedDestination>();
        services.AddSingleton<IAlertCondition, FailingSignatures>();
        services.AddSingleton<IAlertCondition, UnsignedRequests>();
        services.AddSingleton<IAlertCondition, SilentEndpoint>();
        services.AddSingleton<IAlertCondition, OldestAge>();
        services.AddSingleton<AlertSignal>();
        services.AddSingleton<ReceiverClients>();
        services.AddSingleton<NoticeText>();
        services.AddSingleton<IAlertChannel, WebhookChannel>();
        services.AddSingleton<IAlertChannel, SlackChannel>();
        services.AddSingleton<IAlertChannel, EmailChannel>();
        services.AddSingleton<AlertReceivers>();
        services.AddSingleton<TestAlerts>();
        services.AddHostedService<AlertWatch>();
        services.AddHostedService<AlertSender>();
        return services;
    }
}
