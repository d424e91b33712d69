using CometHooks.Configuration;
using CometHooks.Receive;

namespace CometHooks.Operate;

/// <summary>Says at start what is on, what is off and why, and which risky settings are in force.</summary>
internal sealed partial class StartupReport(
    HubConfiguration configuration, EndpointCatalog endpoints, Listeners listeners, ILogger<StartupReport> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Log.Listening(logger, listeners.Webhooks, listeners.Admin);
        Log.Roles(logger, string.Join(", ", configuration.Options.Roles));
        foreach (var endpoint in endpoints.All.Where(_ => configuration.Options.Has(Roles.Receive)))
        {
            if (endpoint.OffBecause is { } reason)
            {
                Log.Off(logger, endpoint.Name, reason);
            }
            else
            {
                Log.On(logger, endpoint.Name, endpoint.Adapter.Source, endpoint.Options.Mapping, endpoint.Options.Destination);
            }
        }

        foreach (var setting in RiskySettings.InForce(configuration.Options))
        {
            Log.Risky(logger, setting);
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Webhooks arrive at {Webhooks}webhooks/<source>, health and details are at {Admin}readyz")]
        public static partial void Listening(ILogger logger, Uri webhooks, Uri admin);

        [LoggerMessage(5, LogLevel.Information, "This instance does: {Roles}")]
        public static partial void Roles(ILogger logger, string roles);

        [LoggerMessage(2, LogLevel.Information, "Endpoint {Endpoint} is on: {Source} by {Mapping} to {Destination}")]
        public static partial void On(ILogger logger, string endpoint, string source, string mapping, string destination);

        [LoggerMessage(3, LogLevel.Warning, "Endpoint {Endpoint} is off and answers 503: {Reason}")]
        public static partial void Off(ILogger logger, string endpoint, string reason);

        [LoggerMessage(4, LogLevel.Warning, "Risky setting in force: {Setting}")]
        public static partial void Risky(ILogger logger, string setting);
    }
}
