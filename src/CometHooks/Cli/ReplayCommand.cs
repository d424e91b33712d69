using System.CommandLine;
using CometHooks.Configuration;
using CometHooks.Operate.Replay;

namespace CometHooks.Cli;

/// <summary><c>replay</c>: maps stored webhooks anew, or sends conversions again, in the running hub. It says first what would happen.</summary>
internal static class ReplayCommand
{
    private static readonly Option<string?> Endpoint = new("--endpoint") { Description = "Only what this endpoint received." };
    private static readonly Option<string[]> Types = new("--type") { Description = "Only events of this type. May be given several times.", DefaultValueFactory = _ => [] };
    private static readonly Option<string[]> States = new("--state") { Description = "Only webhooks that are mapped, ignored, failed or late (default: all but late). May be given several times.", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> EventId = new("--event-id") { Description = "Only the event with this id." };
    private static readonly Option<string?> From = new("--from") { Description = "Only what was received since: 7d, 12h, or a time such as 2026-03-02 or 2026-03-02T09:00 (UTC)." };
    private static readonly Option<string?> To = new("--to") { Description = "Only what was received before; written like --from." };
    private static readonly Option<bool> Again = new("--again") { Description = "Map anew also what has an effect already. The preview says what Cometly would count a second time." };
    private static readonly Option<bool> Dead = new("--dead") { Description = "Instead: send dead conversions again as they were, under the same key." };
    private static readonly Option<long?> AsNewEvent = new("--as-new-event") { Description = "Instead: send this delivered conversion once more, under a new key. Cometly counts it a second time." };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why; with --as-new-event, for the audit trail." };
    private static readonly Option<bool> Preview = new("--preview") { Description = "Say what would happen, and end." };

    public static Command Build()
    {
        var command = new Command("replay", "Map stored webhooks anew, or send conversions again, in the running hub. Says first what would happen, and asks.")
        {
            Endpoint, Types, States, EventId, From, To, Again, Dead, AsNewEvent, Reason, Preview, Wanted.Yes, CommandLine.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (Problem(arguments, out var request) is { } problem)
        {
            Console.Error.WriteLine($"error: {problem}");
            return ExitCodes.Unusable;
        }

        var hub = new ReplayClient(RunningHubUrl.Of(arguments, listen => listen.Admin, ReplayRoute.Path), CommandAccess.Of(arguments));
        var json = arguments.GetValue(CommandLine.Json);
        var preview = await hub.RunAsync(request with { Preview = true }, isShown: !json, cancellationToken);
        if (!json)
        {
            ReplayReport.Preview(preview, request);
        }

        var isDone = false;
        ReplayProgress? run = null;
        if (preview.Problem is null && !arguments.GetValue(Preview) && ReplayReport.DoesAnything(preview) && Wanted.Is(arguments))
        {
            run = await hub.RunAsync(request, isShown: !json, cancellationToken);
            isDone = run.Problem is null;
            if (!json)
            {
                ReplayReport.Ended(run);
            }
        }

        if (json)
        {
            Report.Json(new { Ok = preview.Problem is null && run?.Problem is null, Preview = preview, Started = run });
        }

        return isDone || (preview.Problem is null && (arguments.GetValue(Preview) || !ReplayReport.DoesAnything(preview))) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static string? Problem(ParseResult arguments, out ReplayRequest request)
    {
        var conversion = arguments.GetValue(AsNewEvent);
        var isDead = arguments.GetValue(Dead);
        var reason = arguments.GetValue(Reason);
        var now = TimeProvider.System.GetUtcNow();
        var isFromRead = ReplayTime.TryRead(arguments.GetValue(From), now, out var from);
        var isToRead = ReplayTime.TryRead(arguments.GetValue(To), now, out var to);
        request = new ReplayRequest
        {
            Mode = conversion is not null ? ReplayMode.New : isDead ? ReplayMode.Dead : ReplayMode.Map,
            Again = arguments.GetValue(Again),
            Endpoint = arguments.GetValue(Endpoint),
            Types = arguments.GetValue(Types) ?? [],
            States = arguments.GetValue(States) ?? [],
            EventId = arguments.GetValue(EventId),
            From = from,
            To = to,
            Conversion = conversion,
            Reason = reason,
        };
        return request switch
        {
            _ when !isFromRead || !isToRead => $"--from and --to take {Duration.Form}, or a time such as 2026-03-02 or 2026-03-02T09:00.",
            { Mode: ReplayMode.New } when string.IsNullOrWhiteSpace(reason) => "--as-new-event takes a --reason: the audit trail keeps it.",
            { Mode: ReplayMode.New } when isDead || request.Again => "--as-new-event goes with neither --dead nor --again.",
            { Mode: ReplayMode.Dead } when request.Again || request.States.Count > 0 => "--dead sends conversions as they were: --again and --state are for mapping anew.",
            { Mode: not ReplayMode.New } when reason is not null => "--reason goes with --as-new-event.",
            _ => null,
        };
    }
}
