using CometHooks.Cli;
using CometHooks.Configuration;
using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Operate;
using CometHooks.Operate.Access;
using CometHooks.Operate.Alerts;
using CometHooks.Operate.Erase;
using CometHooks.Operate.Metrics;
using CometHooks.Operate.Replay;
using CometHooks.Operate.Traces;
using CometHooks.Receive;
using CometHooks.Store;
using CometHooks.Store.Sql;
using CometHooks.WebConsole;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CometHooks;

/// <summary>The hub as one process: one line per stage, in the order in which an event passes them.</summary>
internal static class CometHooksHost
{
    // By it the files of the console are found, whatever program the hub runs in.
    private const string Name = "CometHooks";

    /// <summary>The whole hub.</summary>
    public static WebApplication Build(ConfiguredHub hub, SqlStore store, Action<IServiceCollection>? further = null) =>
        Build(hub.Configuration!, hub.Sources.Adapters, services =>
        {
            services.AddStore(store);
            store.LongestWait = hub.Options.Limits.Commit;
            if (Otlp.IsWanted)
            {
                HubTraces.Use(store.TraceKey);
            }

            services.AddSingleton(hub.Options.Store.Provider == StoreOpening.Postgres ? LookInterval.AmongOthers : LookInterval.Alone);
            services.AddMappings(hub.Mappings, hub.Targets);
            services.AddTrials(hub.Rehearsal, hub.Examples);
            services.AddDestinations(hub.Options.Destinations, hub.Requests);
            if (hub.Options.Has(Roles.Map))
            {
                services.AddMap();
                services.AddCount();
                services.AddSingleton(hub.Options.Retention).AddSingleton<Retention>();
                services.AddHostedService(provider => provider.GetRequiredService<Retention>());
                if (store.KeyId is not null)
                {
                    services.AddHostedService<Rekeying>();
                }
            }

            if (hub.Options.Has(Roles.Deliver))
            {
                services.AddDeliver();
                services.AddDestinationReports();
            }

            // Also where this hub leaves mapping to others: a replay's preview is made by the active versions.
            if (hub.Options.Store.Provider == StoreOpening.Postgres)
            {
                services.AddOtherHubs();
            }
            else
            {
                services.AddReload();
            }

            services.AddStoreChecks();
            services.AddHubGauges();
            services.AddAlerts(hub.Options.Alerts);
            services.AddReplays();
            services.AddErasures();
            services.AddHostedService<SeriesRollUp>();
            if (hub.Options.Has(Roles.Console))
            {
                services.AddConsole(hub.Options.Console);
            }

            further?.Invoke(services);
        });

    /// <summary>A hub that is ready to run.</summary>
    /// <param name="configuration">The configuration without problems.</param>
    /// <param name="adapters">One adapter for each source, built in or from a plugin.</param>
    /// <param name="addFurther">The stages after Receive, and in tests what stands in for them.</param>
    public static WebApplication Build(HubConfiguration configuration, IEnumerable<ISourceAdapter> adapters, Action<IServiceCollection> addFurther)
    {
        var listeners = new Listeners(configuration.Options);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = Name, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(listeners.Configure);
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.ClearProviders();

        // 25 seconds to finish what is in flight: container runtimes kill after 30.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(25));
        builder.Services.AddSingleton(configuration).AddSingleton(configuration.Options).AddSingleton(listeners);
        foreach (var adapter in adapters)
        {
            builder.Services.AddSingleton(adapter);
        }

        builder.Services.AddReceive(configuration);
        addFurther(builder.Services);
        builder.Services.AddOperate(configuration.Options);
        builder.Services.TryAddSingleton(TimeProvider.System);

        var app = builder.Build();
        app.UseReceive(configuration);
        app.UseOperate();
        if (app.Services.GetService<SignIn>() is not null)
        {
            app.UseConsole(configuration.Options.Console);
        }

        return app;
    }
}
