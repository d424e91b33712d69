using System.Text.Json;
using CometHooks.Sources;
using CometHooks.Store;

namespace CometHooks.Cli.Demo;

/// <summary>Plays the script against a running hub and says how each step ended.</summary>
internal sealed class DemoRun(ConfiguredHub hub, IArchive archive, Uri webhooks, string secret)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    public async Task<IReadOnlyList<DemoOutcome>> PlayAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var answers = new List<(DemoStep Step, int Status, string Word, long? Id)>();
        foreach (var step in DemoScript.Steps)
        {
            var (status, word, id) = await PostAsync(client, step, cancellationToken);
            answers.Add((step, status, word, id));
        }

        await SettleAsync(cancellationToken);
        var outcomes = new List<DemoOutcome>();
        foreach (var (step, status, word, id) in answers)
        {
            outcomes.Add(new DemoOutcome(step, status, word, id is { } stored ? await archive.FindAsync(stored, cancellationToken) : null));
        }

        return outcomes;
    }

    private async Task<(int Status, string Word, long? Id)> PostAsync(HttpClient client, DemoStep step, CancellationToken cancellationToken)
    {
        hub.Sources.TryFind(step.Source, out var adapter);
        var body = await File.ReadAllBytesAsync(Path.Combine(hub.Folder, "samples", step.Source, step.Sample), cancellationToken);
        var request = SampleFolder.Request(adapter!, step.Sample, body, secret, TimeProvider.System.GetUtcNow());
        if (step.Tamper)
        {
            body[body.Length / 2] ^= 1;
        }

        using var message = SampleMessage.Of(request, new Uri(webhooks, $"/webhooks/{step.Source}"));
        using var answer = await client.SendAsync(message, cancellationToken);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        return answer.IsSuccessStatusCode
            ? ((int)answer.StatusCode, json.RootElement.GetProperty("status").GetString()!, long.Parse(json.RootElement.GetProperty("id").GetString()!.AsSpan("wh_".Length), System.Globalization.CultureInfo.InvariantCulture))
            : ((int)answer.StatusCode, "refused", null);
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (await timer.WaitForNextTickAsync(deadline.Token))
            {
                var counts = await archive.CountAsync(deadline.Token);
                if (counts.Webhooks.GetValueOrDefault(WebhookState.Stored) == 0 && counts.Conversions.GetValueOrDefault(ConversionState.Pending) == 0)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What did not settle shows in the table.
        }
    }
}

/// <param name="Step">What was sent.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="Word">The answer's word: stored, duplicate, refused.</param>
/// <param name="Webhook">What the store has; null: nothing.</param>
internal sealed record DemoOutcome(DemoStep Step, int Status, string Word, WebhookRecord? Webhook)
{
    /// <summary>Whether it ended as the script says.</summary>
    public bool AsExpected =>
        Status == Step.Status
        && Word == (Step.Status != 200 ? "refused" : Step.Duplicate ? "duplicate" : "stored")
        && (Webhook is { } kept ? Words.Of(kept.State) : null) == Step.WebhookState
        && Ends.SequenceEqual(Step.Conversions);

    /// <summary>Event name and state of each conversion.</summary>
    public IEnumerable<string> Ends => Webhook?.Conversions.Select(c => $"{c.EventName} {Words.Of(c.State)}") ?? [];
}
