using CometHooks.Cli;
using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Receive;
using CometHooks.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Load.Servers;

/// <summary>What a <see cref="ServerProcess"/> runs where it is not the program itself.</summary>
internal static class ServeChild
{
    public static async Task RunAsync(ServerKind kind)
    {
        if (kind == ServerKind.StandIn)
        {
            await StandIn.RunAsync();
            return;
        }

        var hub = ConfiguredHub.Load(Path.Combine(AppContext.BaseDirectory, "config"));
        if (hub.Problems.Count > 0)
        {
            throw new InvalidOperationException(string.Join('\n', hub.Problems));
        }

        await using var store = await StoreOpening.OpenAsync(hub.Options.Store, TimeProvider.System, NullLogger.Instance);
        await using var app = kind switch
        {
            ServerKind.Accept => CometHooksHost.Build(hub.Configuration!, hub.Sources.Adapters, services => services.AddStore(store)),
            ServerKind.Undelivered => CometHooksHost.Build(hub.Configuration!, hub.Sources.Adapters, services => services.AddStore(store)
                .AddSingleton(LookInterval.Alone).AddMappings(hub.Mappings, hub.Targets).AddDestinations(hub.Options.Destinations, hub.Requests).AddMap().AddCount()),
            ServerKind.Verify => CometHooksHost.Build(hub.Configuration!, hub.Sources.Adapters, services => services.AddStore(store).AddSingleton<IInbox, ForgetfulInbox>()),
            ServerKind.Controller => Bare(new Listeners(hub.Options)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        await app.RunAsync();
    }

    private static WebApplication Bare(Listeners listeners)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(listeners.Configure);
        builder.Logging.ClearProviders();
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        return app;
    }
}
