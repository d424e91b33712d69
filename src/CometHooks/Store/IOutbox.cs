using CometHooks.Deliver;

namespace CometHooks.Store;

/// <summary>Where conversions wait for their delivery.</summary>
internal interface IOutbox
{
    /// <summary>
    /// Claims due conversions of one lane, oldest due first. The first claim of a conversion freezes it: its body is
    /// made by <paramref name="freeze"/>, stored, and its ledger entry becomes <c>sent</c>, all before any POST.
    /// </summary>
    Task<IReadOnlyList<OutboxEntry>> ClaimAsync(string destination, Lane lane, int most, Func<UnfrozenConversion, string> freeze, CancellationToken cancellationToken);

    /// <summary>Writes an attempt and what follows from it, for the conversion and its ledger entry, in one transaction. False: the lease was lost.</summary>
    Task<bool> RecordAsync(AttemptRecord attempt, CancellationToken cancellationToken);

    /// <summary>Gives claimed conversions back without an attempt: due again at once.</summary>
    Task ReleaseAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken);

    /// <summary>
    /// Makes due at once what waits only because its last answer spoke of its destination: that it is wrong, or refusals in
    /// a probe of it. What waits for anything else stays as it is. Gives how many those are.
    /// </summary>
    Task<int> DueAtOnceAsync(string destination, CancellationToken cancellationToken);

    /// <summary>Per lane whether and how many are due now, and when the next one is due. Its cost does not grow with the backlog.</summary>
    Task<OutboxOutlook> LookAsync(string destination, CancellationToken cancellationToken);
}

/// <summary>A conversion at its first claim, before its body is fixed.</summary>
internal sealed record UnfrozenConversion(long Id, string IdempotencyKey, CometlyEvent Event, DateTimeOffset Now);

/// <summary>A claimed conversion.</summary>
/// <param name="Id">The conversion's id.</param>
/// <param name="WebhookId">The webhook that it came from.</param>
/// <param name="Endpoint">The webhook's endpoint, for the log.</param>
/// <param name="EventName">The Cometly event.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="IdempotencyKey">Its key, frozen.</param>
/// <param name="Body">Exactly what is POSTed, frozen.</param>
/// <param name="AttemptsUsed">Attempts that reached a server so far.</param>
/// <param name="Lease">Grows with every claim.</param>
/// <param name="Attempts">All attempts recorded so far, also those that used none up.</param>
/// <param name="DestinationAttempts">Those of them that found the destination wrong.</param>
internal sealed record OutboxEntry(
    long Id,
    long WebhookId,
    string Endpoint,
    string EventName,
    string Destination,
    string IdempotencyKey,
    string Body,
    int AttemptsUsed,
    long Lease,
    int Attempts,
    int DestinationAttempts);

/// <summary>One POST and what follows from it.</summary>
internal sealed record AttemptRecord
{
    public required long ConversionId { get; init; }
    public required string Destination { get; init; }
    public required long Lease { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>delivered, retry, throttled, destination, rejected.</summary>
    public required DeliveryOutcome Outcome { get; init; }
    public int? Status { get; init; }
    public string? RequestId { get; init; }

    /// <summary>Cometly's answer, cut at 16 KiB; stored, never logged.</summary>
    public string? Answer { get; init; }

    /// <summary>What went wrong, in words.</summary>
    public string? Error { get; init; }

    /// <summary>Whether one of the 20 attempts is used up.</summary>
    public required bool UsesAttempt { get; init; }

    /// <summary>Whether Cometly may have processed it although we were not told so.</summary>
    public required bool MayHaveLanded { get; init; }

    /// <summary>pending, delivered, rejected or dead.</summary>
    public required ConversionState NextState { get; init; }

    /// <summary>With pending: when it is due again.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The conversion's new reason.</summary>
    public string? Reason { get; init; }

    /// <summary>One that was accepted at once, where nothing is really sent.</summary>
    public static AttemptRecord Accepted(OutboxEntry entry, DateTimeOffset at) => new()
    {
        ConversionId = entry.Id,
        Destination = entry.Destination,
        Lease = entry.Lease,
        StartedAt = at,
        EndedAt = at,
        Outcome = DeliveryOutcome.Delivered,
        Status = 202,
        UsesAttempt = true,
        MayHaveLanded = true,
        NextState = ConversionState.Delivered,
    };
}

/// <param name="Due">Per lane how many are due now, counted up to <see cref="MostDue"/>; lanes without any are left out.</param>
/// <param name="NextDueAt">When the next one that is not due yet will be; null where there is none.</param>
internal sealed record OutboxOutlook(IReadOnlyDictionary<Lane, int> Due, DateTimeOffset? NextDueAt)
{
    /// <summary>More than anybody claims at once: a longer backlog is not counted to its end.</summary>
    public const int MostDue = 128;
}
