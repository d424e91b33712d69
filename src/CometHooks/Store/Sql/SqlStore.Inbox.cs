
namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore
{
    private const int MostClaims = 3;

    public async Task<AddResult> AddAsync(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count, nameof(entries));
        try
        {
            if (_tombstones.IsOlderThan(TombstoneDelay))
            {
                await _tombstones.LookAsync(TombstonesAsync);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new AddResult(AddOutcome.Unavailable, [], e.Message);
        }

        entries = _tombstones.Apply(entries);
        if (!Writers.Inbox.TryAdd(entries, cancellationToken, out var done))
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

    private (List<StoredWebhook> Claimed, List<StoredWebhook> Failed) Claim(SqlSession session, int most)
    {
        var now = Now(session);
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

                claimed.Add(webhook);
            }

            Lease(session, SqlStatements.LeaseWebhook, [.. claimed.Select(w => w.Id)], now + MappingLease);
        }
        while (claimed.Count == 0 && due.Count > 0);

        return (claimed, failed);
    }

    /// <summary>What was just read as due is its reader's from now on.</summary>
    protected virtual void Lease(SqlSession session, string statement, IReadOnlyList<long> ids, DateTimeOffset until)
    {
        foreach (var id in ids)
        {
            session.Execute(statement, ("@until", SqlValues.Ms(until)), ("@id", id));
        }
    }

    private static (StoredWebhook Webhook, int Claims) Claimable(SqlRow row) => (
        WithoutContent(row) with { HeadersJson = row.GetString(11), Body = row.Bytes(12), Lease = row.GetInt64(13) + 1, Run = row.GetInt32(14), Emptied = row.WordOrNull<Emptied>(16) },
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
