using CometHooks.Count;
using CometHooks.Deliver;

namespace CometHooks.Store;

/// <summary>What the mapping of one webhook ended with, before the ledger decided.</summary>
internal sealed record MappingOutcome
{
    public required long WebhookId { get; init; }
    public required long Lease { get; init; }

    /// <summary>mapped, ignored or failed.</summary>
    public required WebhookState State { get; init; }
    public string? Reason { get; init; }
    public required string MappingVersion { get; init; }
    public required string FactsJson { get; init; }

    /// <summary>Per rule whether it applied and why, with the values that its condition saw: a JSON array.</summary>
    public required string DecisionsJson { get; init; }
    public required IReadOnlyList<ConversionDraft> Conversions { get; init; }

    /// <summary>What the event tells of its visitor, for the conversions of other events.</summary>
    public IReadOnlyList<IdentityDraft> Identities { get; init; } = [];

    /// <summary>What the platform asks by it on behalf of somebody's privacy; null for all other events.</summary>
    public PrivacyRequest? Privacy { get; init; }
}

/// <summary>One conversion that a rule made, before the ledger decided.</summary>
internal sealed record ConversionDraft
{
    public required string Rule { get; init; }
    public required string EventName { get; init; }
    public required string Destination { get; init; }
    public required Lane Lane { get; init; }

    /// <summary>pending, excluded or rejected. Only a pending one asks the ledger.</summary>
    public required ConversionState State { get; init; }
    public string? Reason { get; init; }

    /// <summary>The scope of the conversion keys: <c>stripe/acct_1</c>, <c>shopify/shop.myshopify.com</c>, <c>calendly</c>, or a name of the admin's.</summary>
    public required string Scope { get; init; }

    /// <summary>What the conversion is about; the same if any of them is known. Never empty.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Said in the reason where <c>once_per</c> gave nothing and the event id stands in.</summary>
    public bool WeakKey { get; init; }

    /// <summary>The rule's place in its mapping: where siblings know the same field, the one further up counts.</summary>
    public int Rank { get; init; }

    /// <summary>Why it cannot go unless a sibling or a remembered identity tells who the visitor was; null where it tells itself.</summary>
    public string? Lacking { get; init; }

    /// <summary>How long it may wait for better evidence of who the visitor was; zero: not at all.</summary>
    public TimeSpan WaitForIdentity { get; init; }

    /// <summary>Under which keys an identity may be known.</summary>
    public IReadOnlyList<IdentityKey> Recall { get; init; } = [];

    /// <summary>The source's event id, from which the idempotency key is made.</summary>
    public required string EventId { get; init; }

    /// <summary>The idempotency key that the rule sets; null for the default.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The checked event; for a rejected one as far as it could be made.</summary>
    public required CometlyEvent Event { get; init; }

    /// <summary>Each field with its expression, line and what was dropped and why: a JSON object.</summary>
    public required string FieldsJson { get; init; }
}
