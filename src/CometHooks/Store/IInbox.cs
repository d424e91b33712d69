namespace CometHooks.Store;

/// <summary>Where webhooks are kept from their acknowledgement to the end of their mapping.</summary>
internal interface IInbox
{
    /// <summary>
    /// Keeps the events of one request, all or none. The task ends after the commit (fsync), so that
    /// <see cref="AddOutcome.Stored"/> may be acknowledged. Duplicates are decided by the unique keys within the
    /// transaction. A <c>stored</c> entry that is kept as <c>late</c> already makes it <c>stored</c>: the same event with
    /// a good signature. Does not throw for a full queue or a store that cannot write: those are outcomes.
    /// </summary>
    Task<AddResult> AddAsync(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken);

    /// <summary>
    /// Claims webhooks in state <c>stored</c> that no live lease holds, oldest first, what is mapped anew after all others. A webhook claimed for the fourth
    /// time becomes <c>failed</c> ("claimed three times without an end") instead of being returned.
    /// </summary>
    Task<IReadOnlyList<StoredWebhook>> ClaimAsync(int most, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the mapping of a claimed webhook in one transaction: chooses idempotency keys, asks the ledger, inserts the
    /// conversions, sets the webhook's state. False: the lease was lost, nothing was written.
    /// </summary>
    Task<bool> SaveAsync(MappingOutcome outcome, CancellationToken cancellationToken);

    /// <summary>Puts the endpoint's <c>failed</c> webhooks that another mapping version failed back to <c>stored</c>. Returns how many.</summary>
    Task<int> MapAgainAsync(string endpoint, string activeMappingVersion, CancellationToken cancellationToken);
}

/// <summary>How keeping a request's events ended.</summary>
internal enum AddOutcome
{
    /// <summary>On disk, at least one of the events is new or no longer late.</summary>
    Stored,

    /// <summary>All of the events were on disk already.</summary>
    Duplicate,

    /// <summary>The bounded queue to the writer is full; nothing was kept.</summary>
    QueueFull,

    /// <summary>The store could not commit; nothing may be acknowledged.</summary>
    Unavailable,
}

/// <param name="Outcome">How it ended.</param>
/// <param name="Ids">The webhooks' ids in the order of the entries, also where they were there before; empty unless stored or duplicate.</param>
/// <param name="Error">With <see cref="AddOutcome.Unavailable"/>: what the store said.</param>
internal sealed record AddResult(AddOutcome Outcome, IReadOnlyList<long> Ids, string? Error = null);

/// <summary>An authentic event about to be kept.</summary>
internal sealed record InboxEntry
{
    public required string Endpoint { get; init; }
    public required string Source { get; init; }
    public required string InboxKey { get; init; }
    public string? ContentKey { get; init; }
    public required string EventId { get; init; }
    public required string Type { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public bool Test { get; init; }
    public string? Account { get; init; }
    public string? Shop { get; init; }

    /// <summary>stored, ignored, unreadable or late.</summary>
    public required WebhookState State { get; init; }

    /// <summary>Why, where the state is not stored.</summary>
    public string? Reason { get; init; }

    /// <summary>The signature check's words, kept for the explanation.</summary>
    public required string Verified { get; init; }

    /// <summary>The request's headers without the signature, as a JSON object.</summary>
    public required string HeadersJson { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Why it is kept without its content; null where it has it.</summary>
    public Emptied? Emptied { get; init; }
}

/// <summary>A claimed webhook.</summary>
internal sealed record StoredWebhook
{
    public required long Id { get; init; }
    public required string Endpoint { get; init; }
    public required string Source { get; init; }
    public required string InboxKey { get; init; }
    public required string EventId { get; init; }
    public required string Type { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public bool Test { get; init; }
    public string? Account { get; init; }
    public string? Shop { get; init; }
    public required string HeadersJson { get; init; }
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Grows with every claim; a result under an older lease is not written.</summary>
    public required long Lease { get; init; }

    /// <summary>0 for the first mapping; a replay gets the next number.</summary>
    public int Run { get; init; }

    /// <summary>Why its content is gone; null where it is there.</summary>
    public Emptied? Emptied { get; init; }
}
