using System.CommandLine;
using CometHooks.Operate.Erase;
using CometHooks.Store;

namespace CometHooks.Cli;

/// <summary><c>forget</c>: erases all that the running hub keeps of a person.</summary>
internal static class ForgetCommand
{
    private static readonly Option<string> Email = new("--email") { Description = "The person's e-mail address.", Required = true };
    private static readonly Option<bool> Preview = new("--preview") { Description = "Say how much it is, and end." };

    public static Command Build()
    {
        var command = new Command("forget", "Erase all that the running hub keeps of a person: bodies, conversions' fields, answers, identities. Counts and money stay. It cannot be taken back.")
        {
            Email, Preview, Wanted.Yes, CommandLine.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var request = new ErasureRequest(arguments.GetRequiredValue(Email), arguments.GetValue(Preview));
        if (request.Wrong is { } wrong)
        {
            Console.Error.WriteLine($"error: {wrong}");
            return ExitCodes.Unusable;
        }

        var url = RunningHubUrl.Of(arguments, listen => listen.Admin, ErasureRoute.Path);
        var hub = new HubClient(url, CommandAccess.Of(arguments), ErasureRoute.HeaderValue, "The hub goes on by itself; GET /api/erasures says how it ends.");
        if (!request.Preview && !arguments.GetValue(Wanted.Yes))
        {
            // It cannot be taken back, so first it is said how much it is.
            var look = request with { Preview = true };
            var preview = await AskAsync(hub, look, cancellationToken);
            Say(arguments, look, preview);
            if (preview.Problem is not null || !Wanted.Is(arguments))
            {
                return ExitCodes.Failed;
            }
        }

        var end = await AskAsync(hub, request, cancellationToken);
        Say(arguments, request, end);
        return end.Problem is null ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static void Say(ParseResult arguments, ErasureRequest request, ErasureProgress end)
    {
        if (arguments.GetValue(CommandLine.Json))
        {
            Report.Json(new { Ok = end.Problem is null, request.Preview, end.Rows, end.Receipt, end.Problem });
        }
        else
        {
            Console.WriteLine(end switch
            {
                { Problem: { } problem } => $"error: {problem}",
                { Receipt: { } receipt } => $"erased: {end.Rows.InWords()}. Receipt: erasure {receipt.Id}",
                _ => $"would be erased: {end.Rows.InWords()}",
            });
        }
    }

    private static async Task<ErasureProgress> AskAsync(HubClient hub, ErasureRequest request, CancellationToken cancellationToken)
    {
        var (last, problem) = await hub.AskAsync<ErasureProgress>(request, _ => { }, cancellationToken);
        return problem is null ? last! : new ErasureProgress { Rows = ErasedRows.None, Problem = problem };
    }
}
