using CometHooks.Operate.Explain;
using CometHooks.Store;

namespace CometHooks.WebConsole.Parts;

/// <summary>A step of an event's story.</summary>
/// <param name="At">When; null where nobody noted it.</param>
/// <param name="Title">What happened.</param>
/// <param name="Text">What more there is to say.</param>
/// <param name="Kind">good, wait, bad or none: its colour.</param>
internal sealed record EventStep(DateTimeOffset? At, string Title, string Text, string Kind);

/// <summary>Tells an explained event in the order in which it happened, and what happens next.</summary>
internal static class EventSteps
{
    public static IReadOnlyList<EventStep> Of(ExplainedEvent story)
    {
        var webhook = story.Webhook;
        var steps = new List<EventStep>();
        if (webhook.Time is { } happened)
        {
            steps.Add(new EventStep(happened, $"It happened at {webhook.Source}", webhook.Test ? "a test event" : "", "none"));
        }

        steps.Add(new EventStep(webhook.ReceivedAt, $"Received, and kept before it was answered", webhook.Signature?.StartsWith("signature", StringComparison.Ordinal) is true ? "S" + webhook.Signature[1..] : $"Signature: {webhook.Signature}", "good"));
        steps.Add(Mapped(webhook, story.Rules.Count(r => r.Applied)));
        foreach (var conversion in story.Conversions)
        {
            steps.AddRange(Of(conversion));
        }

        if (webhook.State == WebhookState.Mapped && story.Conversions.Count == 0)
        {
            steps.Add(Nothing(story));
        }

        return [.. steps.Take(webhook.Time is null ? 1 : 2), .. steps.Skip(webhook.Time is null ? 1 : 2).OrderBy(s => s.At ?? DateTimeOffset.MaxValue)];
    }

    private static EventStep Mapped(ExplainedWebhook webhook, int applied) => webhook.State switch
    {
        WebhookState.Stored => new EventStep(null, "Waits to be mapped", webhook.Next, "wait"),
        WebhookState.Mapped => new EventStep(webhook.ReceivedAt, $"Mapped: {applied} {(applied == 1 ? "rule" : "rules")} applied", $"by {webhook.Mapping} {webhook.MappingVersion}", "good"),
        var state => new EventStep(webhook.ReceivedAt, char.ToUpperInvariant(Words.Of(state)[0]) + Words.Of(state)[1..], string.Join(". ", new[] { webhook.Reason, webhook.Next }.Where(t => !string.IsNullOrEmpty(t))), state == WebhookState.Ignored ? "none" : "bad"),
    };

    // A rule for another type of event says nothing of why this one is not sent.
    private static EventStep Nothing(ExplainedEvent story) => new(
        null,
        story.Webhook.Next.TrimEnd('.'),
        story.Rules.FirstOrDefault(r => !r.Applied && !r.Why.StartsWith("is for ", StringComparison.Ordinal)) is { } first ? $"Rule '{first.Rule}' (line {first.Line}) did not apply: {first.Why}" : "",
        "none");

    private static IEnumerable<EventStep> Of(ExplainedConversion conversion)
    {
        var name = $"{conversion.EventName} to {conversion.Destination}";
        yield return new EventStep(conversion.CreatedAt, $"Rule '{conversion.Rule}' made {name}", $"counts by {string.Join(", ", conversion.Keys)}", "none");
        foreach (var attempt in conversion.Attempts)
        {
            yield return new EventStep(
                attempt.EndedAt,
                $"Sent {name}: {(attempt.Outcome == "destination" ? "refused for what is wrong with the destination, not with the event" : attempt.Outcome)}{(attempt.Status is { } status ? $", answered {status}" : "")}",
                attempt.Error ?? "",
                attempt.Outcome == "delivered" ? "good" : attempt.Outcome == "rejected" ? "bad" : "wait");
        }

        if (conversion.State != ConversionState.Delivered)
        {
            var kind = conversion.State switch
            {
                ConversionState.Held or ConversionState.Pending => "wait",
                ConversionState.Rejected or ConversionState.Dead => "bad",
                _ => "none",
            };
            yield return new EventStep(null, $"{name} is {Words.Of(conversion.State)}", string.Join(". ", new[] { conversion.Reason, conversion.Next }.Where(t => !string.IsNullOrEmpty(t))), kind);
        }
    }
}
