namespace CometHooks.Map;

/// <summary>How a rule ended with one event.</summary>
internal enum RuleOutcome
{
    /// <summary>The rule is for other event types.</summary>
    OtherType,

    /// <summary>Its condition does not hold.</summary>
    ConditionFalse,

    /// <summary>It applied.</summary>
    Applied,

    /// <summary>It could not be evaluated.</summary>
    Failed,
}

/// <summary>What one rule did with one event.</summary>
internal sealed record RuleResult(Rule Rule, RuleOutcome Outcome)
{
    private static readonly IReadOnlyDictionary<string, object> _none = new Dictionary<string, object>(StringComparer.Ordinal);

    public bool Applied => Outcome == RuleOutcome.Applied;

    /// <summary>With <see cref="RuleOutcome.Failed"/>: file:line:column, the part, and what is wrong.</summary>
    public string? Error { get; init; }

    /// <summary>What the conversion is about; empty where once_per gave nothing.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
    public string? IdempotencyKey { get; init; }

    /// <summary>Field name → string, decimal or bool; missing and empty values are left out.</summary>
    public IReadOnlyDictionary<string, object> Fields { get; init; } = _none;

    /// <summary>Kind of key → its value, under which an identity may be known.</summary>
    public IReadOnlyDictionary<string, object> Recall { get; init; } = _none;

    /// <summary>Kind of key → its value, under which this event's identity is remembered.</summary>
    public IReadOnlyDictionary<string, object> RememberUnder { get; init; } = _none;

    /// <summary>Identity field → its value.</summary>
    public IReadOnlyDictionary<string, object> Identity { get; init; } = _none;
}

/// <summary>What one rule did, in words.</summary>
internal sealed record RuleDecision(string Rule, int Line, bool Applied, string Why);
