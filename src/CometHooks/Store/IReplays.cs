namespace CometHooks.Store;

/// <summary>What was received or sent once, and shall be again.</summary>
internal interface IReplays
{
    /// <summary>How many webhooks arrived in the filter's time: those that <see cref="LookThroughAsync"/> walks over.</summary>
    Task<long> CountAsync(ReplayFilter filter, CancellationToken cancellationToken);

    /// <summary>Looks through the next so many webhooks, oldest first, and gives those that the filter chooses.</summary>
    Task<ReplayPage> LookThroughAsync(ReplayFilter filter, ReplayCursor? after, int most, CancellationToken cancellationToken);

    /// <summary>What the ledger would say of the conversions that a mapping would make of a webhook. Nothing is written.</summary>
    /// <param name="webhookId">The webhook.</param>
    /// <param name="drafts">All that its rules would make.</param>
    /// <param name="before">Another event name counts only where it was made before: the replay under way must not see its own.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<LedgerOutlook>> ForeseeAsync(long webhookId, IReadOnlyList<ConversionDraft> drafts, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>
    /// Puts webhooks back to <c>stored</c> under their next run, unless they wait to be mapped already, or (without
    /// <paramref name="again"/>) have an effect by now. Gives how many.
    /// </summary>
    Task<int> MapAnewAsync(IReadOnlyList<long> webhookIds, bool again, CancellationToken cancellationToken);

    /// <summary>The next so many dead conversions; the filter chooses by their webhooks.</summary>
    Task<DeadPage> FindDeadAsync(ReplayFilter filter, long after, int most, CancellationToken cancellationToken);

    /// <summary>Makes dead conversions due again as they were: same key, same body, attempts from the start. Gives how many.</summary>
    Task<int> SendAgainAsync(IReadOnlyList<long> conversionIds, CancellationToken cancellationToken);

    /// <summary>One conversion as it was sent; null where there is none.</summary>
    Task<SentConversion?> FindSentAsync(long conversionId, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a copy of a delivered conversion that counts once more, in a ledger entry of its own.
    /// </summary>
    /// <param name="conversionId">The delivered one.</param>
    /// <param name="reason">Why, in the words of who asks.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="replay">The id under which it is asked for: asked again, it gives the same copy. Null: each time another one.</param>
    /// <param name="body">Gives the body under the new key.</param>
    /// <param name="cancellationToken">Counts until its turn comes.</param>
    /// <returns>What goes; null where the conversion is not delivered.</returns>
    Task<NewSending?> SendAsNewAsync(long conversionId, string reason, string actor, string? replay, Func<SentConversion, string, string> body, CancellationToken cancellationToken);
}

/// <summary>Which webhooks a replay is about.</summary>
internal sealed record ReplayFilter
{
    public string? Endpoint { get; init; }

    /// <summary>Empty: all types.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The states that are looked for.</summary>
    public IReadOnlyList<WebhookState> States { get; init; } = [];
    public string? EventId { get; init; }

    /// <summary>Chosen one by one, by their numbers; null: all that the rest of the filter chooses.</summary>
    public IReadOnlyList<long>? Webhooks { get; init; }

    /// <summary>Of what is dead: chosen one by one, by their numbers.</summary>
    public IReadOnlyList<long>? Conversions { get; init; }

    /// <summary>Received at or after.</summary>
    public DateTimeOffset From { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Received before.</summary>
    public DateTimeOffset To { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Whether a webhook is one of them, whatever its state.</summary>
    public bool Chooses(string endpoint, string type, string eventId, DateTimeOffset receivedAt) =>
        (Endpoint is null || string.Equals(Endpoint, endpoint, StringComparison.OrdinalIgnoreCase))
        && (Types.Count == 0 || Types.Contains(type, StringComparer.Ordinal))
        && (EventId is null || EventId == eventId)
        && receivedAt >= From
        && receivedAt < To;
}

/// <summary>How far a look through the webhooks came.</summary>
internal sealed record ReplayCursor(DateTimeOffset ReceivedAt, long Id);

/// <param name="LookedAt">How many webhooks were looked at.</param>
/// <param name="Chosen">Those that the filter chose.</param>
/// <param name="Next">Where the next look begins; null at the end.</param>
internal sealed record ReplayPage(int LookedAt, IReadOnlyList<ReplayCandidate> Chosen, ReplayCursor? Next);

/// <param name="Webhook">As a mapping would get it, under its next run.</param>
/// <param name="Effects">What it counts for already, itself or by a sibling.</param>
internal sealed record ReplayCandidate(StoredWebhook Webhook, IReadOnlyList<EarlierEffect> Effects);

/// <summary>Something that a webhook counts for, or may count for, or is about to.</summary>
internal sealed record EarlierEffect(string Destination, string EventName);

/// <summary>What a conversion would meet in the ledger.</summary>
internal enum LedgerStanding
{
    /// <summary>Nothing counts: it would go.</summary>
    Free,

    /// <summary>The same thing counts already, or is about to.</summary>
    Counted,

    /// <summary>The one that would count is dead: this one would go on with its key and body.</summary>
    Dead,

    /// <summary>The idempotency key that its rule sets is another conversion's.</summary>
    KeyTaken,
}

/// <param name="Standing">What it would meet under its own event name.</param>
/// <param name="OtherNames">Under which other event names the same thing counts at the destination.</param>
internal sealed record LedgerOutlook(LedgerStanding Standing, IReadOnlyList<string> OtherNames);

/// <param name="Chosen">Those that the filter chose.</param>
/// <param name="Next">Where the next look begins; null at the end.</param>
internal sealed record DeadPage(IReadOnlyList<SentConversion> Chosen, long? Next);

/// <param name="IdempotencyKey">The key of the new event.</param>
/// <param name="Copy">The conversion that it is; null where it is kept no more.</param>
/// <param name="IsNew">False: it was asked for under this id before, and nothing more goes.</param>
internal sealed record NewSending(string IdempotencyKey, SentConversion? Copy, bool IsNew);

/// <summary>A conversion that was sent, or nearly.</summary>
internal sealed record SentConversion(
    long Id, string EventId, string EventName, string Destination, ConversionState State, string IdempotencyKey, bool MayHaveLanded, string? Body);
