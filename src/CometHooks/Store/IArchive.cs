namespace CometHooks.Store;

/// <summary>Reads what is kept: for explanations, counts and the commands. Never on the path of a webhook.</summary>
internal interface IArchive
{
    /// <summary>One webhook with its conversions and their attempts; null where there is none.</summary>
    Task<WebhookRecord?> FindAsync(long webhookId, CancellationToken cancellationToken);

    /// <summary>The newest webhooks of an endpoint (null: of all), newest first.</summary>
    Task<IReadOnlyList<WebhookRecord>> NewestAsync(string? endpoint, int most, CancellationToken cancellationToken);

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
    public required WebhookState State { get; init; }
    public string? Reason { get; init; }
    public string? MappingVersion { get; init; }
    public string? FactsJson { get; init; }
    public string? DecisionsJson { get; init; }
    public required ReadOnlyMemory<byte> Body { get; init; }
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

    /// <summary>The typed event as JSON, as it would be or was sent.</summary>
    public required string EventJson { get; init; }

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
