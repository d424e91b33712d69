using CometHooks.Cli;
using CometHooks.Deliver;
using CometHooks.Operate.Mappings;
using CometHooks.Proof.Hubs;
using CometHooks.Store;
using CometHooks.Store.Sql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Proof.Faults;

/// <summary>A hub within this program, with a clock of its own or one planted fault: what is wrong with it, the checker must find.</summary>
internal static class FaultyHub
{
    /// <summary><c>--hub FAULT --config FOLDER</c></summary>
    public const string Argument = "--hub";

    public static async Task<int> RunAsync(Fault fault, string folder)
    {
        var hub = ConfiguredHub.Load(folder);
        if (hub.Problems.Count > 0)
        {
            throw new InvalidOperationException(string.Join('\n', hub.Problems));
        }

        var time = SteppedClock.OfThisProcess() ?? FastTime.OfEnvironment();
        await using var store = await StoreOpening.OpenAsync(hub.Options.Store, time, NullLogger.Instance);
        await StartMappings.ChooseAsync(store, hub.Mappings, hub.BrokenMappings, hub.Targets, hub.Examples, time, NullLogger.Instance, CancellationToken.None);
        await using var app = CometHooksHost.Build(hub, store, services =>
        {
            Plant(services.AddSingleton(time), fault, store);
            if (time is SteppedClock)
            {
                services.AddSingleton(new RetrySchedule(new QuickRetries()));
            }
        });
        await app.RunAsync();
        return 0;
    }

    private static IServiceCollection Plant(IServiceCollection services, Fault fault, SqlStore store) => fault switch
    {
        Fault.None => services,
        Fault.AnswersBeforeCommit => services.AddSingleton<IInbox>(new AnswersBeforeCommit(store)),
        Fault.LooksThenInserts => services.AddSingleton<IInbox>(new LooksThenInserts(store)),
        Fault.ChoosesKeysAnew => services.AddSingleton<IOutbox>(new ChoosesKeysAnew(store)),
        Fault.IgnoresLeases => services.AddSingleton<IInbox>(new IgnoresLeases(store)).AddSingleton<IOutbox>(new IgnoresLeases(store)),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
