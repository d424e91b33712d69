using System.CommandLine;
using CometHooks.Cli.Explain;
using CometHooks.Configuration;
using CometHooks.Operate.Explain;
using CometHooks.Operate.Rehearse;
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

        // Whoever has the body may see all of it.
        foreach (var explained in webhooks.Select(webhook => RehearsedEvent.Of(webhook, target, TimeProvider.System.GetUtcNow())))
        {
            if (arguments.GetValue(CommandLine.Json))
            {
                Report.Json(explained);
            }
            else
            {
                Console.Write(ExplainPage.Of(explained));
            }
        }

        return webhooks.Any(w => w.Record.State == WebhookState.Unreadable) ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static async Task<byte[]> ReadInputAsync(CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }
}
