using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CometHooks.Count;
using CometHooks.Map.Expressions;

namespace CometHooks.Map;

/// <summary>Says what was decided and why, at mapping time: an event can be explained after its body is gone.</summary>
internal static class Explanation
{
    private static readonly JsonSerializerOptions Snake = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What the rule did, with the values that its condition saw.</summary>
    public static RuleDecision Decision(RuleResult result, in ExpressionInput input)
    {
        var rule = result.Rule;
        var why = result.Outcome switch
        {
            RuleOutcome.OtherType => $"is for {string.Join(", ", rule.On)}",
            RuleOutcome.ConditionFalse => $"when is false: {Seen(rule.When!.Expression, input)}",
            RuleOutcome.Failed => result.Error!,
            _ => rule.When is { } when ? $"when is true: {Seen(when.Expression, input)}" : "always",
        };
        return new RuleDecision(rule.Name, rule.Line, result.Applied, result.Applied && rule.Remember is not null ? $"{why}; {Remembered(result)}" : why);
    }

    // Names only: what is remembered stands with the identities, for as long as they are kept.
    private static string Remembered(RuleResult result) => (result.Identity.Count, result.RememberUnder.Count) switch
    {
        (_, 0) => "remembers nothing: none of its keys has a value",
        (0, 1) => "remembers nothing: no identity, and one key alone links nothing",
        (0, _) => $"links {string.Join(", ", result.RememberUnder.Keys)}",
        _ => $"remembers {string.Join(", ", result.Identity.Keys)} under {string.Join(", ", result.RememberUnder.Keys)}",
    };

    /// <summary>The facts that are known.</summary>
    public static string Facts(Facts facts) => JsonSerializer.Serialize(facts, Snake);

    public static string Rules(IEnumerable<RuleDecision> decisions) => JsonSerializer.Serialize(decisions, Snake);

    /// <summary>Per field its expression and line, why it was dropped where it was, and what the hub itself made of it.</summary>
    public static string Fields(Rule rule, IReadOnlyDictionary<string, object> values, PreparedEvent prepared)
    {
        var dropped = prepared.Checked.Dropped;
        var fields = rule.Fields.ToDictionary(
            field => field.Name,
            field => new FieldOrigin(field.Line, field.Expression?.Expression.Text, field.Text, values.ContainsKey(field.Name) ? null : true, dropped.GetValueOrDefault(field.Name)),
            StringComparer.Ordinal);
        foreach (var (name, why) in dropped)
        {
            fields.TryAdd(name, FieldOrigin.None with { Dropped = why });
        }

        if (prepared.Converted is { } converted)
        {
            fields["amount"] = fields.GetValueOrDefault("amount", FieldOrigin.None) with { Converted = converted };
        }

        if (prepared.Marked is { } marked)
        {
            fields["do_not_capi"] = fields.GetValueOrDefault("do_not_capi", FieldOrigin.None) with { Added = marked };
        }

        return JsonSerializer.Serialize(fields, Snake);
    }

    /// <summary>Why no rule made anything of an event.</summary>
    public static string NoRule(string type, IReadOnlyList<RuleResult> results, IReadOnlyList<RuleDecision> decisions)
    {
        var reasons = results.Zip(decisions).Where(x => x.First.Outcome != RuleOutcome.OtherType).Select(x => $"rule '{x.Second.Rule}': {x.Second.Why}").ToList();
        return reasons.Count == 0 ? $"no rule is for {type}" : string.Join("; ", reasons);
    }

    /// <summary>The name before the colon of each reason; what follows may quote the payload, and have semicolons of its own.</summary>
    public static string Kinds(string? reason)
    {
        var parts = (reason ?? "").Split("; ");
        var named = parts.Where(part => part.Contains(':', StringComparison.Ordinal)).ToArray();
        return string.Join(", ", (named.Length > 0 ? named : parts).Select(part => part.Split(':')[0]).Distinct(StringComparer.Ordinal));
    }

    // The condition's own text with the values that it saw, so that nobody has to guess.
    private static string Seen(Expression condition, in ExpressionInput input)
    {
        var values = condition.Observe(input);
        return values.Count == 0
            ? condition.Text
            : $"{condition.Text} ({string.Join(", ", values.Select(v => $"{v.Key} = {v.Value}"))})";
    }

    private sealed record FieldOrigin(int? Line, string? Expression, string? Text, bool? Missing, string? Dropped)
    {
        /// <summary>A field of which the rule says nothing.</summary>
        public static FieldOrigin None { get; } = new(null, null, null, null, null);

        /// <summary>How an amount came into the destination's currency.</summary>
        public string? Converted { get; init; }

        /// <summary>Why the hub added it.</summary>
        public string? Added { get; init; }
    }
}
