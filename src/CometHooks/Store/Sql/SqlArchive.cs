using System.Text.Json;

namespace CometHooks.Store.Sql;

/// <summary>The archive over a database, whoever has it open: the hub that writes it, or a command beside it.</summary>
internal abstract partial class SqlArchive(TimeProvider time) : IArchive
{
    public Task<WebhookRecord?> FindAsync(long webhookId, CancellationToken cancellationToken)
        => ReadAsync(
            session => session.One(SqlStatements.FindWebhook, Webhook, ("@id", webhookId)) is { } webhook ? Complete(session, webhook) : null,
            cancellationToken);

    public Task<IReadOnlyList<WebhookRecord>> SearchAsync(string text, int most, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<WebhookRecord>>(
            session => session.All(SqlStatements.SearchWebhooks, row => row.GetInt64(0), ("@text", text), ("@most", most))
                .ConvertAll(id => Complete(session, session.One(SqlStatements.FindWebhook, Webhook, ("@id", id))!)),
            cancellationToken);

    public Task<IReadOnlyList<WebhookRecord>> NewestAsync(string? endpoint, int most, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<WebhookRecord>>(
            session =>
            {
                var webhooks = endpoint is null
                    ? session.All(SqlStatements.NewestWebhooks, Webhook, ("@most", most))
                    : session.All(SqlStatements.NewestWebhooksOfEndpoint, Webhook, ("@endpoint", endpoint), ("@most", most));
                return webhooks.ConvertAll(webhook => Complete(session, webhook));
            },
            cancellationToken);

    public Task<StoreCounts> CountAsync(CancellationToken cancellationToken)
        => ReadAsync(
            session => new StoreCounts(
                session.All(SqlStatements.CountWebhooks, row => KeyValuePair.Create(row.Word<WebhookState>(0), row.GetInt64(1))).ToDictionary(),
                session.All(SqlStatements.CountConversions, row => KeyValuePair.Create(row.Word<ConversionState>(0), row.GetInt64(1))).ToDictionary(),
                session.One(SqlStatements.OldestStored, row => row.TimeOrNull(0)),
                session.One(SqlStatements.OldestDue, row => row.TimeOrNull(0), ("@now", SqlValues.Ms(time.GetUtcNow())))),
            cancellationToken);

    /// <summary>All versions of a mapping, newest first.</summary>
    public Task<IReadOnlyList<MappingVersion>> MappingsAsync(string name, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<MappingVersion>>(
            session => session.All(
                SqlStatements.ListMappings,
                row => new MappingVersion(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3)),
                ("@name", name)),
            cancellationToken);

    /// <summary>Mapping → its active version, where the store says which that is; none where the hub's files do.</summary>
    public virtual Task<IReadOnlyDictionary<string, string>> ActiveMappingsAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(StringComparer.Ordinal));

    public Task<IReadOnlyList<KnownDestination>> DestinationsAsync(CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<KnownDestination>>(
            session => session.All(SqlStatements.ListDestinations, row => new KnownDestination(row.GetString(0), row.GetInt64(1))),
            cancellationToken);

    /// <summary>Runs reads that must agree with each other.</summary>
    protected abstract Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken);

    private WebhookRecord Complete(SqlSession session, WebhookRecord webhook)
    {
        var conversions = session.All(SqlStatements.ListConversions, Conversion, ("@webhook_id", webhook.Id));
        return webhook with
        {
            Conversions = conversions.ConvertAll(conversion => Gathered(session, conversion) with
            {
                Attempts = session.All(SqlStatements.ListAttempts, Attempt, ("@conversion_id", conversion.Id)),
            }),
        };
    }

    // What holds its entry and was not sent yet: as it would go now.
    private ConversionRecord Gathered(SqlSession session, ConversionRecord conversion)
    {
        if (conversion.FrozenAt is not null || conversion.EntryId is not { } entryId || conversion.EntryHolder != conversion.Id)
        {
            return conversion;
        }

        var instanceKey = session.One(SqlStatements.FindInstance, row => row.Bytes(0))!;
        var merged = new SqlEvidence(session, new SqlIdentities(session, instanceKey, time.GetUtcNow())).Gather(conversion.Id, entryId);
        return conversion with { MergedEventJson = CometlyEventJson.Write(merged.Event), EvidenceJson = IdentityJson.Write(merged.Sources) };
    }

    private static WebhookRecord Webhook(SqlRow row) => new()
    {
        Id = row.GetInt64(0),
        Endpoint = row.GetString(1),
        Source = row.GetString(2),
        EventId = row.GetString(3),
        Type = row.GetString(4),
        OccurredAt = row.TimeOrNull(5),
        ReceivedAt = row.Time(6),
        State = row.Word<WebhookState>(7),
        Reason = row.TextOrNull(8),
        MappingVersion = row.TextOrNull(9),
        FactsJson = row.TextOrNull(10),
        DecisionsJson = row.TextOrNull(11),
        Body = row.Bytes(12),
        InboxKey = row.GetString(13),
        Test = row.GetBoolean(14),
        Account = row.TextOrNull(15),
        Shop = row.TextOrNull(16),
        Verified = row.GetString(17),
        Run = row.GetInt32(18),
        Emptied = row.WordOrNull<Emptied>(19),
        Conversions = [],
    };

    private static ConversionRecord Conversion(SqlRow row) => new()
    {
        Id = row.GetInt64(0),
        Rule = row.GetString(1),
        EventName = row.GetString(2),
        Destination = row.GetString(3),
        Run = row.GetInt32(4),
        State = row.Word<ConversionState>(5),
        Reason = row.TextOrNull(6),
        Lane = row.GetString(7),
        Keys = JsonSerializer.Deserialize<List<string>>(row.GetString(8)) ?? [],
        IdempotencyKey = row.GetString(9),
        EntryId = row.LongOrNull(10),
        AttemptsUsed = row.GetInt32(11),
        DueAt = row.TimeOrNull(12),
        EventJson = row.GetString(13),
        Body = row.TextOrNull(14),
        FieldsJson = row.GetString(15),
        MappingVersion = row.GetString(16),
        EvidenceJson = row.TextOrNull(17),
        Rank = row.GetInt32(18),
        Recall = SqlRecall.KindsOf(row.TextOrNull(19)),
        Lacking = row.TextOrNull(20),
        OrderId = row.TextOrNull(21),
        HeirOf = row.LongOrNull(22),
        Readiness = row.IntOrNull(23),
        Missing = row.TextOrNull(24) is { } missing ? JsonSerializer.Deserialize<List<string>>(missing) ?? [] : [],
        MayHaveLanded = row.GetBoolean(25),
        CreatedAt = row.Time(26),
        FrozenAt = row.TimeOrNull(27),
        EntryState = row.TextOrNull(28),
        EntryHolder = row.LongOrNull(29),
        Attempts = [],
    };

    private static AttemptView Attempt(SqlRow row) => new(
        row.GetInt32(0), row.Time(1), row.Time(2), row.GetString(3), row.IntOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7));
}
