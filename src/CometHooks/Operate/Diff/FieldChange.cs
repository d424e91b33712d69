namespace CometHooks.Operate.Diff;

/// <summary>One field that is not the same in a conversion before and after.</summary>
/// <param name="Field">The body's field, or one of the two that no body has: <see cref="ByEvent"/>, <see cref="ByKey"/>.</param>
/// <param name="Rule">The rule that reads it, or did.</param>
/// <param name="Before">Its value; null where it had none.</param>
/// <param name="After">Its value; null where it has none.</param>
internal sealed record FieldChange(string Field, string Rule, string? Before, string? After)
{
    /// <summary>The same conversion is counted by another of the source's events.</summary>
    public const string ByEvent = "event_id";

    /// <summary>The same event says by another key what it is about.</summary>
    public const string ByKey = "conversion_key";

    private const string IdempotencyKey = "idempotency_key";

    /// <summary>All that differs between the two.</summary>
    public static IReadOnlyList<FieldChange> Between(MappedConversion before, MappedConversion after)
    {
        var changes = new List<FieldChange>();
        if (before.EventId != after.EventId)
        {
            changes.Add(new FieldChange(ByEvent, after.Rule, before.EventId, after.EventId));
        }

        if (!before.Keys.Order(StringComparer.Ordinal).SequenceEqual(after.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            changes.Add(new FieldChange(ByKey, after.Rule, string.Join(", ", before.Keys), string.Join(", ", after.Keys)));
        }

        foreach (var field in before.Fields.Keys.Union(after.Fields.Keys, StringComparer.Ordinal))
        {
            var (was, becomes) = (before.Fields.GetValueOrDefault(field), after.Fields.GetValueOrDefault(field));
            if (was != becomes && !(field == IdempotencyKey && IsOurs(before) && IsOurs(after)))
            {
                var giver = becomes is null ? before : after;
                changes.Add(new FieldChange(field, giver.Givers.GetValueOrDefault(field) ?? giver.Rule, was, becomes));
            }
        }

        return changes;
    }

    // The key that the hub makes of the event's id, where no rule sets one: it says which event counted, and that is compared.
    private static bool IsOurs(MappedConversion c) =>
        c.Fields.GetValueOrDefault(IdempotencyKey) is { } key
        && (key == c.EventId || key.StartsWith($"{c.EventId}:{c.EventName}", StringComparison.Ordinal));
}
