using System.CommandLine;
using CometHooks.Cli.Diff;
using CometHooks.Configuration;
using CometHooks.Operate;
using CometHooks.Operate.Diff;

namespace CometHooks.Cli;

/// <summary><c>diff</c>: what a changed mapping would make of the webhooks that are stored. Nothing is sent or written.</summary>
internal static class DiffCommand
{
    private static readonly Option<string> Mapping = new("--mapping") { Description = "The changed mapping file.", Required = true };
    private static readonly Option<string?> Endpoint = new("--endpoint") { Description = "The endpoint whose webhooks are mapped (default: the one whose mapping has the file's name)." };
    private static readonly Option<int> Last = new("--last") { Description = "How many webhooks, the newest.", DefaultValueFactory = _ => 1000 };
    private static readonly Option<string?> FailAbove = new("--fail-above") { Description = "End with exit code 1 where more than this share of the conversions differs, such as 1%." };
    private static readonly Option<bool> Reveal = new("--reveal") { Description = "Print personal data as it is." };

    public static Command Build()
    {
        var command = new Command("diff", "Map the stored webhooks by a changed mapping, without sending anything, and print what would be different.")
        {
            Mapping, Endpoint, Last, FailAbove, Reveal, CommandLine.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var last = arguments.GetValue(Last);
        if (last < 1)
        {
            Console.Error.WriteLine("error: --last must be at least 1");
            return ExitCodes.Unusable;
        }

        var problems = new List<Problem>();
        if (!Percent.TryRead(arguments.GetValue(FailAbove), out var most) || !ConfiguredHub.TryLoad(arguments, out var hub))
        {
            return ExitCodes.Unusable;
        }

        if (ChangedMapping.Read(hub, arguments.GetRequiredValue(Mapping), arguments.GetValue(Endpoint), problems) is not { } changed)
        {
            Report.Refusal(arguments, problems);
            return ExitCodes.Unusable;
        }

        if (await StoreReader.OpenAsync(hub.Options.Store, cancellationToken) is not { } store)
        {
            return ExitCodes.Unusable;
        }

        if (await MappingBefore.FindAsync(hub, changed, store, cancellationToken) is not { } before)
        {
            Report.Refusal(arguments, [new Problem(changed.Mapping.Name, 0, 0, "is the file that the endpoint names, and the store knows no other version of it to compare with.")]);
            return ExitCodes.Unusable;
        }

        var newest = await store.NewestAsync(changed.Endpoint, last, cancellationToken);
        var webhooks = newest.Where(w => w.Emptied is null).ToList();
        if (webhooks.Count == 0)
        {
            var none = newest.Count == 0 ? $"the store has no webhook of endpoint '{changed.Endpoint}'" : $"the bodies of the newest {newest.Count} webhooks of endpoint '{changed.Endpoint}' are gone, by age (retention.bodies) or because their persons were erased";
            Report.Refusal(arguments, [new Problem(changed.Mapping.Name, 0, 0, $"cannot be compared: {none}.")]);
            return ExitCodes.Unusable;
        }

        if (webhooks.Count < newest.Count)
        {
            Console.Error.WriteLine($"{newest.Count - webhooks.Count} webhooks are left out: their bodies are gone, by age or because their persons were erased");
        }

        var progress = new Progress(2 * webhooks.Count);
        var difference = await new MappingDiff(hub.Rehearsal).RunAsync(changed with { Mapping = before }, changed, webhooks, progress.Step, cancellationToken);
        progress.End();

        var compared = new ComparedWebhooks(changed.Endpoint, webhooks.Count, webhooks.Min(w => w.ReceivedAt), webhooks.Max(w => w.ReceivedAt));
        Func<string, string, string> show = arguments.GetValue(Reveal) ? (_, value) => value : PersonalData.Of;
        var fails = most is { } percent && difference.Exceeds(percent);
        if (arguments.GetValue(CommandLine.Json))
        {
            Report.Json(DiffJson.Of(compared, difference, fails, show));
        }
        else
        {
            DiffText.Print(compared, difference, show);
            if (fails)
            {
                Console.WriteLine();
                Console.WriteLine($"more than {most:0.##} % differ");
            }
        }

        return fails ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
