using System.CommandLine;
using System.Net.Sockets;
using CometHooks.Configuration;
using CometHooks.Operate;
using CometHooks.Operate.Mappings;
using CometHooks.Store;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Cli;

/// <summary><c>serve</c>: runs the hub until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Build()
    {
        var command = new Command("serve", "Run the hub. The same as no command at all.");
        command.SetAction(RunAsync);
        return command;
    }

    public static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        ILoggerFactory loggers = NullLoggerFactory.Instance;
        var hub = ConfiguredHub.Load(arguments.GetRequiredValue(CommandLine.Config), environment: null, log => loggers = Logging.Early(log));
        IReadOnlyList<Problem> problems = [.. hub.ConfigurationProblems, .. hub.Configuration?.StartProblems() ?? []];
        if (problems.Count > 0)
        {
            return Refuse(problems);
        }

        try
        {
            // The store outlives the host: what is in flight at the end is still written.
            await using var store = await StoreOpening.OpenAsync(hub.Options.Store, TimeProvider.System, loggers.CreateLogger("CometHooks.Store"));
            problems = await StartMappings.ChooseAsync(
                store, hub.Mappings, hub.BrokenMappings, hub.Targets, hub.Examples, TimeProvider.System, loggers.CreateLogger("CometHooks.Operate.Mappings.StartMappings"), cancellationToken);
            return problems.Count > 0 ? Refuse(problems) : await RunAsync(CometHooksHost.Build(hub, store), cancellationToken);
        }
        catch (StoreRefusedException e)
        {
            Console.Out.WriteLine($"error: {e.Message}");
        }
        catch (Exception e) when (e is SocketException or IOException { InnerException: AddressInUseException })
        {
            Console.Out.WriteLine($"error: cannot listen on {hub.Options.Listen.Webhooks} and {hub.Options.Listen.Admin}: {e.Message.TrimEnd('.')}. Stop what uses the port, or set listen.webhooks and listen.admin.");
        }

        return ExitCodes.Unusable;
    }

    private static async Task<int> RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await using (app)
        {
            await app.StartAsync(cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);

            // A loop that died has stopped the host: whoever watches the process must not take that for a wish.
            return app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(s => s.ExecuteTask is { IsFaulted: true })
                ? ExitCodes.Failed
                : ExitCodes.Ok;
        }
    }

    private static int Refuse(IReadOnlyList<Problem> problems)
    {
        Report.Problems(problems);
        return ExitCodes.Unusable;
    }
}
