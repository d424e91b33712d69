using System.CommandLine;
using System.Text.Json.Nodes;
using CometHooks.Configuration;
using CometHooks.Operate;
using CometHooks.Sources;
using CometHooks.Store;

namespace CometHooks.Cli;

/// <summary><c>map</c>: a body in, its conversions out, with why. Nothing is verified, stored or sent.</summary>
internal static class MapCommand
{
    private static readonly Option<string> Endpoint = new("--endpoint") { Description = "The endpoint whose mapping is used.", Required = true };
    private static readonly Option<string[]> Headers = new("--header") { Description = "A header of the delivery, as \"Name: value\". May be given several times." };
    private static readonly Argument<string> File = new("FILE") { Description = "The body's file, or - for standard input." };

    public static Command Build()
    {
        var command = new Command("map", "Map a body without verifying or storing it, and print what would be sent and why.") { File, Endpoint, Headers, CommandLine.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (!ConfiguredHub.TryLoad(arguments, out var hub))
        {
            return ExitCodes.Unusable;
        }

        var endpoint = arguments.GetRequiredValue(Endpoint);
        if (hub.Targets.Find(endpoint) is not { } target)
        {
            Console.Error.WriteLine($"error: there is no endpoint '{endpoint}'.{NearestName.Hint(endpoint, hub.Options.Endpoints.Keys)} The configuration has: {string.Join(", ", hub.Options.Endpoints.Keys)}");
            return ExitCodes.Unusable;
        }

        if (!HeaderArguments.TryRead(arguments.GetValue(Headers), out var headers))
        {
            return ExitCodes.Unusable;
        }

        var file = arguments.GetRequiredValue(File);
        byte[] body;
        try
        {
            body = file == "-" ? await ReadInputAsync(cancellationToken) : await System.IO.File.ReadAllBytesAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: {file} cannot be read: {e.Message}");
            return ExitCodes.Unusable;
        }

        var request = SampleFolder.Request(target.Adapter, file == "-" ? "stdin" : Path.GetFileName(file), body, secret: null, TimeProvider.System.GetUtcNow(), headers);
        var webhooks = await hub.Rehearsal.RunAsync(target, [new RehearsedRequest(TimeSpan.Zero, request)], cancellationToken);
        foreach (var webhook in webhooks)
        {
            if (arguments.GetValue(CommandLine.Json))
            {
                Report.Json(AsJson(webhook));
            }
            else
            {
                Print(webhook);
            }
        }

        return webhooks.Any(w => w.Record.State == WebhookState.Unreadable) ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static object AsJson(RehearsedWebhook webhook) => new
    {
        Webhook = new
        {
            webhook.Record.Source,
            webhook.Record.Endpoint,
            webhook.Record.EventId,
            webhook.Record.Type,
            Time = webhook.Record.OccurredAt,
            webhook.Record.State,
            webhook.Record.Reason,
            Facts = JsonNode.Parse(webhook.Record.FactsJson ?? "{}"),
        },
        Conversions = webhook.Conversions.Select(c => new
        {
            c.Record.Rule,
            c.Record.Keys,
            c.Record.State,
            c.Record.Reason,
            Body = JsonNode.Parse(c.Body),
            Fields = JsonNode.Parse(c.Record.FieldsJson),
        }),
        Rules = webhook.Rules.Select(r => new { r.Rule, r.Applied, r.Why }),
    };

    private static void Print(RehearsedWebhook webhook)
    {
        var record = webhook.Record;
        Console.WriteLine($"webhook  {record.Source} {record.Type}");
        Console.WriteLine($"  event id  {record.EventId}");
        Console.WriteLine($"  time      {record.OccurredAt:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        Console.WriteLine($"  state     {Word(record.State)}{(record.Reason is { } reason ? $": {reason}" : "")}");
        Console.WriteLine($"  facts     {record.FactsJson ?? "{}"}");
        foreach (var conversion in webhook.Conversions)
        {
            Console.WriteLine();
            Console.WriteLine($"conversion  {conversion.Record.EventName} by rule '{conversion.Record.Rule}': {Word(conversion.Record.State)}{(conversion.Record.Reason is { } why ? $": {why}" : "")}");
            Console.WriteLine($"  keys  {string.Join(", ", conversion.Record.Keys)}");
            Console.WriteLine($"  body  {conversion.Body}");
            foreach (var (field, origin) in JsonNode.Parse(conversion.Record.FieldsJson)!.AsObject())
            {
                if (origin?["dropped"] is { } dropped)
                {
                    Console.WriteLine($"  dropped  {field}: {dropped}");
                }
            }
        }

        Console.WriteLine();
        var table = Report.Table("rule", "applied", "why");
        foreach (var rule in webhook.Rules)
        {
            table.Row(rule.Rule, rule.Applied ? "yes" : "no", rule.Why);
        }

        if (webhook.Rules.Count > 0)
        {
            Report.Print(table);
        }
    }

    private static string Word<TState>(TState state)
        where TState : struct, Enum => state.ToString().ToLowerInvariant();

    private static async Task<byte[]> ReadInputAsync(CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }
}
