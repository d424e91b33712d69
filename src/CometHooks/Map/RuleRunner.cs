using CometHooks.Map.Expressions;

namespace CometHooks.Map;

/// <summary>Runs one rule over one event. Pure: the same input gives the same result.</summary>
internal static class RuleRunner
{
    public static RuleResult Run(Rule rule, string eventType, in ExpressionInput input)
    {
        if (!rule.IsFor(eventType))
        {
            return new RuleResult(rule, RuleOutcome.OtherType);
        }

        if (rule.When is { } when)
        {
            var condition = when.Expression.Evaluate(input);
            if (condition.Error is { } error)
            {
                return Failed(rule, "when", when, error);
            }

            if (!condition.IsTrue)
            {
                return new RuleResult(rule, RuleOutcome.ConditionFalse);
            }
        }

        var result = rule.Send is null ? new RuleResult(rule, RuleOutcome.Applied) : Fill(rule, input);
        return result.Applied && (rule.Remember is not null || rule.Recall.Count > 0) ? WithIdentity(result, input) : result;
    }

    private static RuleResult WithIdentity(RuleResult result, in ExpressionInput input)
    {
        var rule = result.Rule;
        if (!TryFields(rule, rule.Recall, input, out var recall, out var failed)
            || !TryFields(rule, rule.Remember?.Under ?? [], input, out var under, out failed)
            || !TryFields(rule, rule.Remember?.Identity ?? [], input, out var identity, out failed))
        {
            return failed!;
        }

        return result with { Recall = recall, RememberUnder = under, Identity = identity };
    }

    private static RuleResult Fill(Rule rule, in ExpressionInput input)
    {
        var keys = new List<string>(rule.OncePer.Count);
        foreach (var oncePer in rule.OncePer)
        {
            if (!TryValue(oncePer, input, out var key, out var error))
            {
                return Failed(rule, "once_per", oncePer, error!);
            }

            if (FieldText.Of(key) is { Length: > 0 } text && !keys.Contains(text, StringComparer.Ordinal))
            {
                keys.Add(text);
            }
        }

        string? idempotencyKey = null;
        if (rule.IdempotencyKey is { } keyExpression)
        {
            if (!TryValue(keyExpression, input, out var key, out var error))
            {
                return Failed(rule, "idempotency_key", keyExpression, error!);
            }

            idempotencyKey = FieldText.Of(key) is { Length: > 0 } text ? text : null;
        }

        return TryFields(rule, rule.Fields, input, out var fields, out var failed)
            ? new RuleResult(rule, RuleOutcome.Applied) { Keys = keys, IdempotencyKey = idempotencyKey, Fields = fields }
            : failed!;
    }

    private static bool TryFields(Rule rule, IReadOnlyList<RuleField> wanted, in ExpressionInput input, out Dictionary<string, object> fields, out RuleResult? failed)
    {
        fields = new Dictionary<string, object>(wanted.Count + 1, StringComparer.Ordinal);
        foreach (var field in wanted)
        {
            object? value = field.Text;
            if (field.Expression is { } expression && !TryValue(expression, input, out value, out var error))
            {
                failed = Failed(rule, field.Name, expression, error!);
                return false;
            }

            if (value is not null and not "")
            {
                fields[field.Name] = value;
            }
        }

        failed = null;
        return true;
    }

    private static bool TryValue(PlacedExpression expression, in ExpressionInput input, out object? value, out ExpressionError? error)
    {
        var evaluation = expression.Expression.Evaluate(input);
        value = evaluation.Value;
        error = evaluation.Error;
        if (error is null && value is not (null or string or decimal or bool))
        {
            error = new ExpressionError("gives an object or several values where one value is needed: name a field of it, or take one with [0].", 0, expression.Expression.Text.Length);
        }

        return error is null;
    }

    private static RuleResult Failed(Rule rule, string part, PlacedExpression expression, ExpressionError error) =>
        new(rule, RuleOutcome.Failed)
        {
            Error = $"{expression.Place.File}:{expression.Place.Line}:{expression.Place.Column + error.Offset}: {part}: {error.Message}",
        };
}
