using System.Text.Json.Nodes;
using CometHooks.Map;
using CometHooks.Operate.Rehearse;
using CometHooks.Store;

namespace CometHooks.Operate.Explain;

/// <summary>The page of an event that was only rehearsed: what a hub would do with it.</summary>
internal static class RehearsedEvent
{
    public static ExplainedEvent Of(RehearsedWebhook webhook, MapTarget target, DateTimeOffset now, bool withBody = false)
    {
        var around = new WebhookSurroundings(
            new Dictionary<string, string>(StringComparer.Ordinal) { [target.Mapping.Version] = target.Mapping.Name },
            new Dictionary<long, IReadOnlyList<SiblingView>>(),
            new Dictionary<string, DestinationPause>(StringComparer.Ordinal));
        var explained = Explainer.Explain(webhook.Record, around, now, withBody);
        return explained with
        {
            Webhook = explained.Webhook with { Signature = "not checked: this is a rehearsal", Next = "Nothing: this is a rehearsal, nothing was stored or sent." },
            Conversions = [.. explained.Conversions.Zip(webhook.Conversions, Of)],
            Rules = webhook.Rules,
        };
    }

    private static ExplainedConversion Of(ExplainedConversion explained, RehearsedConversion conversion) => explained with
    {
        Body = JsonNode.Parse(conversion.Body),
        Next = explained.State == ConversionState.Pending ? "A hub would send it, at the latest when its waiting time is up." : explained.Next,
    };
}
