using System.CommandLine;
using CometHooks.Operate.Explain;
using CometHooks.Store;

namespace CometHooks.Cli.Explain;

/// <summary><c>explain</c>: one page for a webhook, from its receipt to Cometly's answers and what happens next.</summary>
internal static class ExplainCommand
{
    private const int Most = 5;

    // More are not counted: nobody reads that far.
    private const int MostFound = 50;

    private static readonly Argument<string> What = new("ID") { Description = "A webhook's number (12 or wh_12), the platform's event id, or an order id." };
    private static readonly Option<bool> Reveal = new("--reveal") { Description = "Show personal data, and with --json the body, instead of masking it." };

    public static Command Build()
    {
        var command = new Command("explain", "Say what became of a webhook and why, from its receipt to Cometly's answers. Reads the store, whether the hub runs or not.") { What, CommandLine.Json, Reveal };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (await StoreReader.OpenAsync(arguments, cancellationToken) is not { } archive)
        {
            return ExitCodes.Unusable;
        }

        try
        {
            return await ExplainAsync(arguments, archive, cancellationToken);
        }
        catch (StoreRefusedException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return ExitCodes.Unusable;
        }
    }

    private static async Task<int> ExplainAsync(ParseResult arguments, IArchive archive, CancellationToken cancellationToken)
    {
        var what = arguments.GetRequiredValue(What);
        var reveal = arguments.GetValue(Reveal);
        var explainer = new Explainer(archive, TimeProvider.System);
        var found = await explainer.FindAsync(what, MostFound, cancellationToken);
        var pages = new List<ExplainedEvent>();
        foreach (var webhook in found.Take(Most))
        {
            var explained = await explainer.ExplainAsync(webhook, reveal, cancellationToken);
            pages.Add(reveal ? explained : MaskedEvent.Of(explained, PersonalValues.Of(webhook)));
        }

        var more = Math.Max(found.Count - Most, 0);
        if (arguments.GetValue(CommandLine.Json))
        {
            Report.Json(new { Found = pages, More = more });
        }
        else
        {
            Print(what, pages, more, isCapped: found.Count == MostFound);
        }

        return pages.Count > 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static void Print(string what, List<ExplainedEvent> pages, int more, bool isCapped)
    {
        if (pages.Count == 0)
        {
            Console.WriteLine($"There is no webhook with the number, event id or order id '{what}' in this store.");
        }

        Console.Write(string.Join($"\n{new string('-', 20)}\n\n", pages.Select(ExplainPage.Of)));
        if (more > 0)
        {
            Console.WriteLine($"\n{(isCapped ? $"{more} or more" : more)} older webhooks have '{what}' too. Explain one by its number.");
        }
    }
}
