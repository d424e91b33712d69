namespace CometHooks.Store;

/// <summary>Reads what is kept: for explanations, counts and the commands. Never on the path of a webhook.</summary>
internal interface IArchive
{
    /// <summary>One webhook with its conversions and their attempts; null where there is none.</summary>
    Task<WebhookRecord?> FindAsync(long webhookId, CancellationToken cancellationToken);

    /// <summary>The webhooks that a person may mean: by the source's event id or by a conversion's order id. Newest first.</summary>
    Task<IReadOnlyList<WebhookRecord>> SearchAsync(string text, int most, CancellationToken cancellationToken);

    /// <summary>The newest webhooks of an endpoint (null: of all), newest first.</summary>
    Task<IReadOnlyList<WebhookRecord>> NewestAsync(string? endpoint, int most, CancellationToken cancellationToken);

    /// <summary>What a webhook's explanation needs beside it.</summary>
    Task<WebhookSurroundings> SurroundingsAsync(WebhookRecord webhook, CancellationToken cancellationToken);

    /// <summary>How many webhooks and conversions are in which state, and since when the oldest waits.</summary>
    Task<StoreCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>The destinations that the ledger or waiting conversions know, whatever the configuration says, by name.</summary>
    Task<IReadOnlyList<KnownDestination>> DestinationsAsync(CancellationToken cancellationToken);
}

internal sealed record WebhookRecord
{
    public required long Id { get; init; }
    public required string Endpoint { get; init; }
    public required string Source { get; init; }
    public required string EventId { get; init; }
    public required string Type { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public string? InboxKey { get; init; }
    public bool Test { get; init; }
    public string? Account { get; init; }
    public string? Shop { get; init; }

    /// <summary>The signature check's words.</summary>
    public string? Verified { get; init; }

    /// <summary>0 for the first mapping; a replay gets the next number.</summary>
    public int Run { get; init; }
    public required WebhookState State { get; init; }
    public string? Reason { get; init; }
    public string? MappingVersion { get; init; }
    public string? FactsJson { get; init; }
    public string? DecisionsJson { get; init; }
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Why its content is gone; null where it is there.</summary>
    public Emptied? Emptied { get; init; }
    public required IReadOnlyList<ConversionRecord> Conversions { get; init; }
}

internal sealed record ConversionRecord
{
    public required long Id { get; init; }
    public required string Rule { get; init; }
    public required string EventName { get; init; }
    public required string Destination { get; init; }
    public required int Run { get; init; }

    /// <summary>The version of the mapping that made it.</summary>
    public required string MappingVersion { get; init; }
    public required ConversionState State { get; init; }
    public string? Reason { get; init; }
    public required string Lane { get; init; }
    public required IReadOnlyList<string> Keys { get; init; }
    public required string IdempotencyKey { get; init; }
    public long? EntryId { get; init; }
    public int AttemptsUsed { get; init; }
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What its own webhook says, the typed event as JSON.</summary>
    public required string EventJson { get; init; }

    /// <summary>The event with what siblings and remembered identities add to it, as it would be or was sent; null where it is its own event alone.</summary>
    public string? MergedEventJson { get; init; }

    /// <summary>Field → where its value came from (<see cref="Count.EvidenceSource"/>), as a JSON object; null for what never asked the ledger.</summary>
    public string? EvidenceJson { get; init; }

    /// <summary>The rule's place in its mapping.</summary>
    public int Rank { get; init; }

    /// <summary>The kinds of keys under which an identity is looked up.</summary>
    public IReadOnlyList<string> Recall { get; init; } = [];

    /// <summary>Why it cannot go by itself; null where it tells itself who the visitor was.</summary>
    public string? Lacking { get; init; }
    public string? OrderId { get; init; }

    /// <summary>The conversion in whose place it went.</summary>
    public long? HeirOf { get; init; }

    /// <summary>0 to 100: how well Cometly can recognise the visitor by what it carries.</summary>
    public int? Readiness { get; init; }

    /// <summary>What it lacks, by name (<see cref="Count.Readiness"/>).</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>How far its ledger entry is, and which conversion holds it; null without an entry.</summary>
    public string? EntryState { get; init; }
    public long? EntryHolder { get; init; }
    public bool MayHaveLanded { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its body was fixed, just before the first attempt.</summary>
    public DateTimeOffset? FrozenAt { get; init; }

    /// <summary>Exactly what was POSTed; null before the first attempt.</summary>
    public string? Body { get; init; }
    public required string FieldsJson { get; init; }
    public required IReadOnlyList<AttemptView> Attempts { get; init; }
}

internal sealed record AttemptView(
    int Number, DateTimeOffset StartedAt, DateTimeOffset EndedAt, string Outcome, int? Status, string? RequestId, string? Answer, string? Error);

internal sealed record StoreCounts(
    IReadOnlyDictionary<WebhookState, long> Webhooks, IReadOnlyDictionary<ConversionState, long> Conversions, DateTimeOffset? OldestStored, DateTimeOffset? OldestDue);

/// <param name="Name">The destination as conversions name it.</param>
/// <param name="Pending">How many conversions wait for it.</param>
internal sealed record KnownDestination(string Name, long Pending);

/// <param name="Mappings">Mapping version → the file that it is a version of; a version that was never kept is missing.</param>
/// <param name="Siblings">Ledger entry → the conversions that stand at it, oldest first, at most 20.</param>
/// <param name="Pauses">The paused destinations.</param>
internal sealed record WebhookSurroundings(
    IReadOnlyDictionary<string, string> Mappings,
    IReadOnlyDictionary<long, IReadOnlyList<SiblingView>> Siblings,
    IReadOnlyDictionary<string, DestinationPause> Pauses);

/// <summary>A conversion as others of its ledger entry see it.</summary>
internal sealed record SiblingView(long Conversion, long Webhook, string Type, string Rule, ConversionState State);
