namespace CometHooks.Store;

/// <summary>
/// Lists for people, newest first. A page costs about the same however large the store is: rows are read in an index's
/// order, and a filter that no index serves looks through so many of them at a time.
/// </summary>
internal interface IEventLists
{
    /// <summary>The next page of webhooks.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="before">The cursor of the page before; null for the first page.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<ListPage<WebhookRow>> WebhooksAsync(WebhookFilter filter, long? before, int most, CancellationToken cancellationToken);

    /// <summary>The next page of conversions.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="before">The cursor of the page before; null for the first page.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<ListPage<ConversionRow>> ConversionsAsync(ConversionFilter filter, long? before, int most, CancellationToken cancellationToken);

    /// <summary>The webhook that a conversion was made of; null where there is no such conversion.</summary>
    Task<long?> WebhookOfAsync(long conversionId, CancellationToken cancellationToken);
}

/// <param name="Items">What was found; it may be fewer than asked for, even none, and yet not the end.</param>
/// <param name="Next">The cursor of the next page; null at the end.</param>
internal sealed record ListPage<T>(IReadOnlyList<T> Items, long? Next);

internal sealed record WebhookFilter
{
    public WebhookState? State { get; init; }
    public string? Endpoint { get; init; }
    public string? Type { get; init; }
    public string? EventId { get; init; }

    /// <summary>Received at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Received before.</summary>
    public DateTimeOffset? To { get; init; }
}

internal sealed record ConversionFilter
{
    public ConversionState? State { get; init; }
    public string? Endpoint { get; init; }
    public string? EventName { get; init; }
    public string? Destination { get; init; }
    public string? OrderId { get; init; }

    /// <summary>The order's name as buyer and merchant know it, with or without its #; looked up by its HMAC.</summary>
    public string? OrderName { get; init; }

    /// <summary>The source's id of its event.</summary>
    public string? EventId { get; init; }

    /// <summary>The address that it was or would be sent with; looked up by its HMAC.</summary>
    public string? Email { get; init; }

    /// <summary>Made at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Made before.</summary>
    public DateTimeOffset? To { get; init; }
}

internal sealed record WebhookRow(
    long Id, string Endpoint, string Source, string EventId, string Type, DateTimeOffset? OccurredAt, DateTimeOffset ReceivedAt, bool Test, WebhookState State, string? Reason)
{
    /// <summary>What its rules made.</summary>
    public IReadOnlyList<MadeConversion> Conversions { get; init; } = [];
}

internal sealed record MadeConversion(long Id, string EventName, ConversionState State);

internal sealed record ConversionRow
{
    public required long Id { get; init; }
    public required long Webhook { get; init; }
    public required string Endpoint { get; init; }
    public required string Source { get; init; }
    public required string EventId { get; init; }
    public required string Type { get; init; }
    public required string Rule { get; init; }
    public required string EventName { get; init; }
    public required string Destination { get; init; }
    public required ConversionState State { get; init; }
    public string? Reason { get; init; }
    public string? OrderId { get; init; }

    /// <summary>In the destination's currency, major units.</summary>
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }

    /// <summary>0 to 100: how well Cometly can recognise the visitor by it.</summary>
    public int? Readiness { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public required int AttemptsUsed { get; init; }
    public required bool MayHaveLanded { get; init; }
}
