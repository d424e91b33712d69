using System.CommandLine;
using System.Globalization;
using CometHooks.Configuration;
using CometHooks.Operate;
using CometHooks.Store.Sql;

namespace CometHooks.Cli;

/// <summary><c>readiness</c>: how well Cometly can attribute what was sent, and what would make it better.</summary>
internal static class ReadinessCommand
{
    private const int MostDays = 400;
    private static readonly Option<int> Days = new("--days") { Description = "How many days back, today included (UTC).", DefaultValueFactory = _ => 7 };
    private static readonly Option<string?> Endpoint = new("--endpoint") { Description = "Only this endpoint." };

    public static Command Build()
    {
        var command = new Command("readiness", "Print how well Cometly can attribute each endpoint's conversions by day, what they lack and what would fix it.") { Days, Endpoint, CommandLine.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var days = arguments.GetValue(Days);
        if (days is < 1 or > MostDays)
        {
            Console.Error.WriteLine($"error: --days {days} is not a number from 1 to {MostDays}.");
            return ExitCodes.Unusable;
        }

        // Mappings may be broken: the store and the adapters are all that is asked.
        var hub = ConfiguredHub.Load(arguments.GetRequiredValue(CommandLine.Config));
        if (hub.Configuration is null)
        {
            Report.Problems(hub.ConfigurationProblems);
            return ExitCodes.Unusable;
        }

        if (arguments.GetValue(Endpoint) is { } name && !hub.Options.Endpoints.ContainsKey(name))
        {
            Console.Error.WriteLine($"error: there is no endpoint '{name}'.{NearestName.Hint(name, hub.Options.Endpoints.Keys)}");
            return ExitCodes.Unusable;
        }

        return await StoreReader.OpenAsync(hub.Options.Store, cancellationToken) is { } store
            ? await PrintAsync(arguments, hub, store, days, cancellationToken)
            : ExitCodes.Unusable;
    }

    private static async Task<int> PrintAsync(ParseResult arguments, ConfiguredHub hub, SqlArchive store, int days, CancellationToken cancellationToken)
    {
        var since = new DateTimeOffset(TimeProvider.System.GetUtcNow().Date.AddDays(1 - days), TimeSpan.Zero);
        var only = arguments.GetValue(Endpoint);
        var endpoints = EndpointReadiness.Of(
            (await store.ReadinessAsync(since, cancellationToken)).Where(s => only is null || s.Endpoint == only),
            source => hub.Sources.TryFind(source, out var adapter) ? adapter : null);
        var next = endpoints.Count > 0
            ? null
            : ReadinessText.Next((await store.EventTypesAsync(cancellationToken)).Where(t => only is null || t.Endpoint == only), days);
        if (arguments.GetValue(CommandLine.Json))
        {
            Report.Json(new { Since = since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Endpoints = endpoints, Next = next });
        }
        else
        {
            ReadinessText.Print(endpoints, next);
        }

        return ExitCodes.Ok;
    }
}
