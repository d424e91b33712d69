using System.CommandLine;
using System.Security.Cryptography;
using CometHooks.Cli.Demo;
using CometHooks.Operate.Access;
using CometHooks.Receive;
using CometHooks.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Cli;

/// <summary><c>demo</c>: the whole path on this machine in one command.</summary>
internal static class DemoCommand
{
    private static readonly Option<bool> Keep = new("--keep") { Description = "Print the URLs and stay up until Ctrl+C." };

    public static Command Build()
    {
        var command = new Command("demo", "Run a hub and a stand-in for Cometly on free loopback ports, send signed samples, print what happened.") { CommandLine.Json, Keep };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("comethooks-demo-");
        try
        {
            return await RunAsync(arguments, folder.FullName, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> RunAsync(ParseResult arguments, string folder, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await using var cometly = await CometlyStandIn.StartAsync(secret, cancellationToken);

        // The shipped configuration, with its secrets, addresses and store for this run alone.
        var hub = ConfiguredHub.Load(Path.Combine(AppContext.BaseDirectory, "config"), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["STRIPE_WEBHOOK_SECRET"] = secret,
            ["SHOPIFY_WEBHOOK_SECRET"] = secret,
            ["CALENDLY_WEBHOOK_SECRET"] = secret,
            ["COMETLY_API_TOKEN"] = secret,
            ["Destinations__main__url"] = cometly.Url,
            ["Destinations__main__per_minute"] = "0",
            ["Listen__webhooks"] = "http://127.0.0.1:0",
            ["Listen__admin"] = "http://127.0.0.1:0",
            ["Store__provider"] = StoreOpening.Sqlite,
            ["Store__path"] = Path.Combine(folder, "demo.db"),
            ["Console__setup_folder"] = folder,
            ["Log__level"] = "error",
        });
        if (hub.Problems.Count > 0)
        {
            Report.Problems(hub.Problems);
            return ExitCodes.Unusable;
        }

        await using var store = await StoreOpening.OpenAsync(hub.Options.Store, TimeProvider.System, NullLogger.Instance);
        await using var app = CometHooksHost.Build(hub, store);
        await app.StartAsync(cancellationToken);
        var listeners = app.Services.GetRequiredService<Listeners>();
        var outcomes = await new DemoRun(hub, store, listeners.Webhooks, secret).PlayAsync(cancellationToken);
        var effects = cometly.Effects.Count;
        var delivered = outcomes.Where(o => !o.Step.Duplicate).Sum(o => o.Ends.Count(e => e.EndsWith(" delivered", StringComparison.Ordinal)));
        var ok = outcomes.All(o => o.AsExpected) && effects == delivered;
        if (arguments.GetValue(CommandLine.Json))
        {
            Report.Json(new { Ok = ok, Effects = effects, Webhooks = outcomes.Select(AsJson) });
        }
        else
        {
            Print(outcomes, effects, ok);
        }

        if (arguments.GetValue(Keep) && !cancellationToken.IsCancellationRequested)
        {
            await StayAsync(listeners, cometly, secret, SetupLink.Read(folder), app, cancellationToken);
        }

        await app.StopAsync(CancellationToken.None);
        return ok ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static void Print(IReadOnlyList<DemoOutcome> outcomes, int effects, bool ok)
    {
        var table = Report.Table("sent", "answer", "webhook", "conversion", "note");
        foreach (var outcome in outcomes)
        {
            table.Row(
                $"{outcome.Step.Source} {Path.GetFileNameWithoutExtension(outcome.Step.Sample)}",
                $"{outcome.Status} {outcome.Word}",
                outcome.Webhook is { } webhook ? $"wh_{webhook.Id} {Words.Of(webhook.State)}" : "(none)",
                string.Join(", ", outcome.Ends),
                outcome.AsExpected ? outcome.Step.Note : $"NOT AS EXPECTED. {outcome.Step.Note}");
        }

        Report.Print(table);
        Console.WriteLine($"{outcomes.Count} requests, {effects} events counted at the stand-in for Cometly: {(ok ? "all as expected" : "NOT as expected")}.");
        Console.WriteLine("What a body becomes, and why: comethooks map --endpoint stripe FILE. To look around and send more: comethooks demo --keep.");
    }

    private static object AsJson(DemoOutcome outcome) => new
    {
        outcome.Step.Source,
        outcome.Step.Sample,
        outcome.Status,
        Answer = outcome.Word,
        Webhook = outcome.Webhook?.State,
        Conversions = outcome.Webhook?.Conversions.Select(c => new { c.Rule, c.EventName, c.State, c.Reason, c.IdempotencyKey }),
        outcome.AsExpected,
    };

    // To be pasted: how this very program is called, whatever name somebody gave it.
    private static string ThisProgram => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet"
        ? Quoted(path)
        : $"dotnet {Quoted(Path.Combine(AppContext.BaseDirectory, $"{nameof(CometHooks)}.dll"))}";

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private static async Task StayAsync(Listeners listeners, CometlyStandIn cometly, string secret, string? setup, WebApplication app, CancellationToken cancellationToken)
    {
        // Beside the result, which may be JSON.
        Console.Error.WriteLine();
        Console.Error.WriteLine($"webhooks          {new Uri(listeners.Webhooks, "/webhooks/stripe")}  (also /shopify, /calendly)");
        Console.Error.WriteLine($"console           {setup ?? listeners.Admin.AbsoluteUri}  (choose a name and a password)");
        Console.Error.WriteLine($"health            {new Uri(listeners.Admin, "/readyz")}");
        Console.Error.WriteLine($"Cometly stand-in  {cometly.Url}");
        Console.Error.WriteLine($"secret and token  {secret}  (for this run only)");
        Console.Error.WriteLine($"send one more     {ThisProgram} send stripe charge.succeeded --count 1 --url {new Uri(listeners.Webhooks, "/webhooks/stripe")} --secret {secret}");
        Console.Error.WriteLine("Ctrl+C ends it.");
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
