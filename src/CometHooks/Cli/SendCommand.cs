using System.CommandLine;
using CometHooks.Configuration;
using CometHooks.Sources;

namespace CometHooks.Cli;

/// <summary><c>send</c>: signs a sample as its platform would, with the current time, and posts it.</summary>
internal static class SendCommand
{
    private const int Parallel = 16;
    private static readonly Argument<string> Source = new("SOURCE") { Description = "The source, for example stripe." };
    private static readonly Argument<string> Sample = new("SAMPLE") { Description = "A sample's name below samples/SOURCE, or a file." };
    private static readonly Option<string?> Url = new("--url") { Description = "Where to post (default: this configuration's webhook address)." };
    private static readonly Option<string?> Secret = new("--secret") { Description = "The secret to sign with (default: that of the source's endpoint)." };
    private static readonly Option<string[]> Headers = new("--header") { Description = "A header in place of the sample's, as \"Name: value\". May be given several times." };
    private static readonly Option<int> Count = new("--count") { Description = "How many to send, each with fresh ids.", DefaultValueFactory = _ => 1 };

    public static Command Build()
    {
        var command = new Command("send", "Sign a sample with the current time and post it.") { Source, Sample, Url, Secret, Headers, Count, CommandLine.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var hub = ConfiguredHub.Load(arguments.GetRequiredValue(CommandLine.Config));
        var source = arguments.GetRequiredValue(Source);
        if (!hub.Sources.TryFind(source, out var adapter))
        {
            Console.Error.WriteLine($"error: there is no source '{source}'.{NearestName.Hint(source, hub.Sources.Names)}");
            return ExitCodes.Unusable;
        }

        if (FindFile(hub, source, arguments.GetRequiredValue(Sample)) is not { } file)
        {
            Console.Error.WriteLine($"error: there is no sample '{arguments.GetRequiredValue(Sample)}' below {Path.Combine(hub.Folder, "samples", source)}, and no such file.");
            return ExitCodes.Unusable;
        }

        var secret = arguments.GetValue(Secret) ?? hub.Options.Endpoints.Values.Where(e => e.Source == source).SelectMany(e => e.Secrets).FirstOrDefault(s => s.Length > 0);
        if (string.IsNullOrEmpty(secret) && hub.ConfigurationProblems.Count > 0)
        {
            Report.Problems(hub.ConfigurationProblems);
            return ExitCodes.Unusable;
        }

        if (string.IsNullOrEmpty(secret))
        {
            Console.Error.WriteLine($"error: no secret for '{source}' is set. Give one with --secret, or set the one of its endpoint.");
            return ExitCodes.Unusable;
        }

        var url = RunningHubUrl.Of(hub.Options.Listen.Webhooks, $"/webhooks/{source}");
        if (arguments.GetValue(Url) is { } given && !Uri.TryCreate(given, UriKind.Absolute, out url))
        {
            Console.Error.WriteLine($"error: '{given}' is not a URL. Write for example: --url http://127.0.0.1:8080/webhooks/{source}");
            return ExitCodes.Unusable;
        }

        return HeaderArguments.TryRead(arguments.GetValue(Headers), out var headers)
            ? await PostAsync(arguments, adapter, file, secret, url!, headers, cancellationToken)
            : ExitCodes.Unusable;
    }

    private static async Task<int> PostAsync(ParseResult arguments, ISourceAdapter adapter, string file, string secret, Uri url, Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        // Without --count the sample goes as it is; with it, also for one, its ids are fresh.
        var fresh = arguments.GetResult(Count) is { Implicit: false };
        var body = await File.ReadAllBytesAsync(file, cancellationToken);
        var count = arguments.GetValue(Count);
        var answers = new System.Collections.Concurrent.ConcurrentBag<(int Status, string Text)>();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        await System.Threading.Tasks.Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (number, token) =>
            {
                var request = SampleFolder.Request(adapter, Path.GetFileName(file), fresh ? FreshIds.In(body) : body, secret, TimeProvider.System.GetUtcNow(), headers);
                using var message = SampleMessage.Of(request, url);
                try
                {
                    using var answer = await client.SendAsync(message, token);
                    answers.Add(((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(token)));
                }
                catch (HttpRequestException e)
                {
                    answers.Add((0, e.Message));
                }
            });

        if (arguments.GetValue(CommandLine.Json))
        {
            Report.Json(new { Url = url, Sent = count, Answers = answers.GroupBy(a => a.Status).ToDictionary(g => $"{g.Key}", g => g.Count()) });
        }
        else
        {
            foreach (var group in answers.GroupBy(a => a.Status).OrderBy(g => g.Key))
            {
                Console.WriteLine($"{(group.Key == 0 ? "no answer" : $"{group.Key}")}  {group.Count()} x  {group.First().Text}");
            }
        }

        return answers.All(a => a.Status is >= 200 and < 300) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static string? FindFile(ConfiguredHub hub, string source, string sample)
    {
        var samples = Path.Combine(hub.Folder, "samples");
        return new[] { sample, Path.Combine(samples, sample), Path.Combine(samples, source, sample), Path.Combine(samples, source, sample + ".json") }.FirstOrDefault(File.Exists);
    }
}
