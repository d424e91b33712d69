namespace CometHooks;

/// <summary>One event in an authentic request.</summary>
public sealed record SourceEvent
{
    /// <summary>Names one delivery: what carries the same key at the same endpoint is the same delivery again, and is stored once.</summary>
    public required string InboxKey { get; init; }

    /// <summary>
    /// A second name for the same delivery, where the first rests on an unsigned header: the same content under another
    /// <see cref="InboxKey"/> is a duplicate too. Null where the inbox key is part of the signed body.
    /// </summary>
    public string? ContentKey { get; init; }

    /// <summary>What the source calls this event. Becomes the conversion's idempotency key unless a rule says otherwise.</summary>
    public required string EventId { get; init; }

    /// <summary>The event type as the platform spells it: <c>charge.succeeded</c>, <c>orders/paid</c>, <c>invitee.created</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened at the source, UTC; null where the source does not say.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Whether the source marks the event as a test.</summary>
    public bool Test { get; init; }

    /// <summary>
    /// The connected account to which the event belongs; null for the endpoint's own. An event of an account that the
    /// endpoint does not list under <c>accounts</c> is <c>ignored</c>.
    /// </summary>
    public string? Account { get; init; }

    /// <summary>The shop to which the event belongs, for platforms where one secret may serve several.</summary>
    public string? Shop { get; init; }

    /// <summary>Set where the event is authentic and understood, but there is nothing in it to map: the webhook is <c>ignored</c> for this reason.</summary>
    public string? IgnoredBecause { get; init; }

    /// <summary>Set where the body is not an event of this source: the webhook is <c>unreadable</c> for this reason.</summary>
    public string? UnreadableBecause { get; init; }

    /// <summary>The part of the body that is this event; null for the whole body. JSON, UTF-8.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>An authentic body that is not an event of this source.</summary>
    /// <param name="body">The body; its hash becomes inbox key and event id.</param>
    /// <param name="reason">Why it cannot be read, safe to show.</param>
    public static SourceEvent Unreadable(ReadOnlyMemory<byte> body, string reason)
    {
        var hash = Signatures.Sha256Hex(body.Span);
        return new SourceEvent { InboxKey = hash, EventId = hash, Type = "unreadable", UnreadableBecause = reason };
    }
}
