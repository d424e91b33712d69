
namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore
{
    private const int MostClaims = 3;

    private static readonly TimeSpan MappingLease = TimeSpan.FromSeconds(60);

    public async Task<AddResult> AddAsync(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count, nameof(entries));
        if (!Writer.TryRun(session => Add(session, entries), cancellationToken, out var done))
        {
            return !IsClosing
                ? new AddResult(AddOutcome.QueueFull, [])
                : new AddResult(AddOutcome.Unavailable, [], "the store is closing");
        }

        try
        {
            // Whoever stops waiting acknowledges nothing; should it be kept all the same, the retry is a duplicate.
            return await done.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new AddResult(AddOutcome.Unavailable, [], e.Message);
        }
    }

    public async Task<IReadOnlyList<StoredWebhook>> ClaimAsync(int most, CancellationToken cancellationToken)
    {
        var (claimed, failed) = await Writer.RunAsync(session => Claim(session, most), cancellationToken);

        // Said after the commit: before it, it might not come to be.
        foreach (var webhook in failed)
        {
            Log.ClaimedInVain(_logger, webhook.Id, webhook.Endpoint);
        }

        return claimed;
    }

    public Task<int> MapAgainAsync(string endpoint, string activeMappingVersion, CancellationToken cancellationToken)
        => Writer.RunAsync(
            session => session.Execute(SqlStatements.MapAgain, ("@endpoint", endpoint), ("@mapping_version", activeMappingVersion)),
            cancellationToken);

    private static AddResult Add(SqlSession session, IReadOnlyList<InboxEntry> entries)
    {
        var ids = new List<long>(entries.Count);
        var outcome = AddOutcome.Duplicate;
        foreach (var entry in entries)
        {
            if (Insert(session, entry) is { } id)
            {
                outcome = AddOutcome.Stored;
                ids.Add(id);
            }
            else
            {
                var known = Find(session, entry);
                ids.Add(known);
                if (entry.State == WebhookState.Stored && Promote(session, known, entry))
                {
                    outcome = AddOutcome.Stored;
                }
            }
        }

        return new AddResult(outcome, ids);
    }

    private static long? Insert(SqlSession session, InboxEntry entry)
        => session.Id(
            SqlStatements.AddWebhook,
            ("@endpoint", entry.Endpoint),
            ("@source", entry.Source),
            ("@inbox_key", entry.InboxKey),
            ("@content_key", entry.ContentKey),
            ("@event_id", entry.EventId),
            ("@type", entry.Type),
            ("@occurred_at", SqlValues.Ms(entry.OccurredAt)),
            ("@received_at", SqlValues.Ms(entry.ReceivedAt)),
            ("@test", entry.Test),
            ("@account", entry.Account),
            ("@shop", entry.Shop),
            ("@state", Words.Of(entry.State)),
            ("@reason", entry.Reason),
            ("@verified", entry.Verified),
            ("@headers", entry.HeadersJson),
            ("@body", SqlValues.Blob(entry.Body)));

    private static bool Promote(SqlSession session, long id, InboxEntry entry)
        => session.Execute(SqlStatements.PromoteLate, ("@verified", entry.Verified), ("@id", id)) == 1;

    private static long Find(SqlSession session, InboxEntry entry)
        => session.Id(SqlStatements.FindByInboxKey, ("@endpoint", entry.Endpoint), ("@inbox_key", entry.InboxKey))
            ?? session.Id(SqlStatements.FindByContentKey, ("@endpoint", entry.Endpoint), ("@content_key", entry.ContentKey))
            ?? throw new InvalidOperationException("A webhook was refused as a duplicate, but neither of its keys is known.");

    private (List<StoredWebhook> Claimed, List<StoredWebhook> Failed) Claim(SqlSession session, int most)
    {
        var now = _time.GetUtcNow();
        var claimed = new List<StoredWebhook>();
        var failed = new List<StoredWebhook>();
        List<(StoredWebhook Webhook, int Claims)> due;
        do
        {
            due = session.All(SqlStatements.DueWebhooks, Claimable, ("@now", SqlValues.Ms(now)), ("@most", most));
            foreach (var (webhook, claims) in due)
            {
                if (claims >= MostClaims)
                {
                    session.Execute(SqlStatements.FailWebhook, ("@reason", "claimed three times without an end"), ("@id", webhook.Id));
                    failed.Add(webhook);
                    continue;
                }

                session.Execute(SqlStatements.LeaseWebhook, ("@until", SqlValues.Ms(now + MappingLease)), ("@id", webhook.Id));
                claimed.Add(webhook);
            }
        }
        while (claimed.Count == 0 && due.Count > 0);

        return (claimed, failed);
    }

    private static (StoredWebhook Webhook, int Claims) Claimable(SqlRow row) => (
        WithoutContent(row) with { HeadersJson = row.GetString(11), Body = row.Bytes(12), Lease = row.GetInt64(13) + 1, Run = row.GetInt32(14) },
        row.GetInt32(15));

    // The first eleven columns: what tells one webhook from another.
    private static StoredWebhook WithoutContent(SqlRow row) => new()
    {
        Id = row.GetInt64(0),
        Endpoint = row.GetString(1),
        Source = row.GetString(2),
        InboxKey = row.GetString(3),
        EventId = row.GetString(4),
        Type = row.GetString(5),
        OccurredAt = row.TimeOrNull(6),
        ReceivedAt = row.Time(7),
        Test = row.GetBoolean(8),
        Account = row.TextOrNull(9),
        Shop = row.TextOrNull(10),
        HeadersJson = "{}",
        Body = ReadOnlyMemory<byte>.Empty,
        Lease = 0,
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Webhook {Webhook} at {Endpoint} was claimed three times without an end: it is failed, and a new mapping version maps it again")]
        public static partial void ClaimedInVain(ILogger logger, long webhook, string endpoint);
    }
}
