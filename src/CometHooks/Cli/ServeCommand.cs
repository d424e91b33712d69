using System.CommandLine;
using System.Net.Sockets;
using CometHooks.Operate;
using CometHooks.Store;
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
        var problems = hub.Problems.Concat(hub.Configuration?.StartProblems() ?? []).ToList();
        if (problems.Count > 0)
        {
            Report.Problems(problems);
            return ExitCodes.Unusable;
        }

        SqliteStore store;
        try
        {
            store = await SqliteStore.OpenAsync(hub.Options.Store, TimeProvider.System, loggers.CreateLogger<SqliteStore>());
        }
        catch (StoreRefusedException e)
        {
            Console.Out.WriteLine($"error: {e.Message}");
            return ExitCodes.Unusable;
        }

        // The store outlives the host: what is in flight at the end is still written.
        await using (store)
        {
            await using var app = CometHooksHost.Build(hub, store);
            try
            {
                await app.StartAsync(cancellationToken);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                Console.Out.WriteLine($"error: cannot listen on {hub.Options.Listen.Webhooks} and {hub.Options.Listen.Admin}: {e.Message} Stop what uses the port, or set listen.webhooks and listen.admin.");
                return ExitCodes.Unusable;
            }

            await app.WaitForShutdownAsync(cancellationToken);
        }

        return ExitCodes.Ok;
    }
}
