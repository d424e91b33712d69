using System.Text.Json;
using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Map;

/// <summary>One stored webhook becomes its conversions: facts, rules, check, money guards. Pure, but for the adapter's fence.</summary>
internal static class WebhookMapper
{
    /// <summary>Stands for the version where the adapter failed: another start, perhaps with a mended plugin, maps it again.</summary>
    private const string NotTheMapping = "none";

    private const string NamesNobody = "a privacy request that names nobody: nothing was looked for or erased. Ask the shop whom it means, and use comethooks forget --email";

    public static MappedWebhook Map(StoredWebhook webhook, MapTarget target)
    {
        var mapping = target.Mapping;
        try
        {
            using var document = RuleInput.Parse(webhook.Body);
            var input = RuleInput.Of(webhook, document.RootElement, target);
            var results = new List<RuleResult>(mapping.Rules.Count);
            var decisions = new List<RuleDecision>(mapping.Rules.Count);
            var conversions = new List<ConversionDraft>();
            var identities = new List<IdentityDraft>();
            foreach (var (rank, rule) in mapping.Rules.Index())
            {
                var result = RuleRunner.Run(rule, webhook.Type, input.Expressions);
                results.Add(result);
                decisions.Add(Explanation.Decision(result, input.Expressions));
                if (result is { Applied: true, Rule.Send: not null })
                {
                    conversions.Add(Draft(webhook, input, target, result) with { Rank = rank });
                }

                if (RuleMemories.Of(webhook, input, target, result) is { } identity)
                {
                    identities.Add(identity);
                }
            }

            var outcome = Outcome(webhook, mapping, input.Facts, results, decisions, conversions) with { Identities = identities };
            if (target.Adapter.ReadPrivacyRequest(input.Event, document.RootElement) is { } privacy)
            {
                // A merchant's own rule may fail on it; what is asked for is carried out all the same.
                outcome = outcome.State == WebhookState.Failed
                    ? outcome with { Privacy = privacy }
                    : PersonTraces.Of(privacy).IsNobody
                    ? outcome with { Privacy = privacy, State = WebhookState.Ignored, Reason = NamesNobody }
                    : outcome with { Privacy = privacy, State = WebhookState.Mapped, Reason = "a privacy request: the hub carries it out, its receipt is among the erasures" };
            }

            return new MappedWebhook(outcome, input.Facts, decisions);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var reason = $"the facts of this event could not be read: {e.Message}";
            return new MappedWebhook(
                new MappingOutcome { WebhookId = webhook.Id, Lease = webhook.Lease, State = WebhookState.Failed, Reason = reason, MappingVersion = NotTheMapping, FactsJson = "{}", DecisionsJson = "[]", Conversions = [] },
                Facts.None,
                []);
        }
    }

    private static ConversionDraft Draft(StoredWebhook webhook, in RuleInput input, MapTarget target, RuleResult result)
    {
        var rule = result.Rule;
        var fields = result.Fields;
        if (fields.ContainsKey("amount") && !fields.ContainsKey("currency") && input.Facts.Currency is { } currency)
        {
            fields = new Dictionary<string, object>(fields, StringComparer.Ordinal) { ["currency"] = currency };
        }

        var checkedEvent = CometlyEventCheck.Check(new EventDraft(rule.Send!, input.Time, fields, rule.PhoneCountry ?? target.PhoneCountry), target.Destination);
        if (rule.Send == "purchase" && !fields.ContainsKey("amount") && rule.Fields.Any(f => f.Name == "amount"))
        {
            // Cometly keeps the first event for ever: an amount that was left out once cannot be added.
            checkedEvent = checkedEvent with { Rejections = [.. checkedEvent.Rejections, "amount: the rule's expression gave nothing"] };
        }

        var prepared = PreparedEvent.Of(checkedEvent, input.Facts, target.Destination);
        checkedEvent = prepared.Checked;
        var verdict = MoneyGuards.Judge(checkedEvent, input.Facts, input.Event.Test, target.DestinationName, target.Destination);

        return new ConversionDraft
        {
            Rule = rule.Name,
            EventName = rule.Send!,
            Destination = target.DestinationName,
            Lane = webhook.Run > 0 ? Lane.Replay : CometlyEventNames.All[rule.Send!],
            State = verdict.State,
            Reason = verdict.Reason,
            Scope = target.KeyScope(input.Event),
            Keys = result.Keys.Count > 0 ? result.Keys : [webhook.EventId],
            WeakKey = result.Keys.Count == 0,
            EventId = webhook.EventId,
            IdempotencyKey = result.IdempotencyKey,
            Lacking = checkedEvent.Lacking,
            WaitForIdentity = rule.WaitForIdentity,
            Recall = RuleMemories.Keys(result.Recall, input, target),
            Event = checkedEvent.Event,
            FieldsJson = Explanation.Fields(rule, fields, prepared),
        };
    }

    private static MappingOutcome Outcome(
        StoredWebhook webhook, Mapping mapping, Facts facts, List<RuleResult> results, List<RuleDecision> decisions, List<ConversionDraft> conversions)
    {
        var (state, reason) = results.Where(r => r.Outcome == RuleOutcome.Failed).Select(r => r.Error!).ToList() switch
        {
            { Count: > 0 } failures => (WebhookState.Failed, string.Join("; ", failures)),
            _ when results.Any(r => r.Applied) => (WebhookState.Mapped, (string?)null),
            _ => (WebhookState.Ignored, Explanation.NoRule(webhook.Type, results, decisions)),
        };
        return new MappingOutcome
        {
            WebhookId = webhook.Id,
            Lease = webhook.Lease,
            State = state,
            Reason = reason,
            MappingVersion = mapping.Version,
            FactsJson = Explanation.Facts(facts),
            DecisionsJson = Explanation.Rules(decisions.Where((_, i) => results[i].Outcome != RuleOutcome.OtherType)),
            Conversions = conversions,
        };
    }
}

/// <param name="Outcome">What the store is told.</param>
/// <param name="Facts">What the adapter knew.</param>
/// <param name="Rules">What each rule did.</param>
internal sealed record MappedWebhook(MappingOutcome Outcome, Facts Facts, IReadOnlyList<RuleDecision> Rules);
