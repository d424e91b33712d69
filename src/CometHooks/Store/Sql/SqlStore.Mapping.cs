namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore
{
    internal const string WeakKey = "weak key: once_per gave nothing, the event id stands in";

    private readonly SqlEventTypes _eventTypes = new();

    public async Task<bool> SaveAsync(MappingOutcome outcome, CancellationToken cancellationToken)
    {
        // Ready before the writer's turn: what it does not have to compute, others do not have to wait for.
        IReadOnlyList<SqlDraft> drafts = [.. outcome.Conversions.Select(draft => SqlDraft.Of(draft, _instanceKey))];
        IReadOnlyList<SqlIdentityDraft> told = [.. outcome.Identities.Select(draft => SqlIdentityDraft.Of(draft, _instanceKey))];
        var (isSaved, alarms, rejected, type) = await Writer.RunAsync(
            SqlScope.Of([.. outcome.Conversions.Select(c => c.Destination), .. outcome.Identities.Select(i => i.Destination)]), session => Save(session, outcome, drafts, told), cancellationToken);
        _eventTypes.Committed(type);
        foreach (var alarm in alarms)
        {
            Log.DoubleCounted(_logger, outcome.WebhookId, alarm);
        }

        NamesNobody(rejected);

        return isSaved;
    }

    private (bool IsSaved, IReadOnlyList<string> Alarms, IReadOnlyList<long> Rejected, EventType? Type) Save(
        SqlSession session, MappingOutcome outcome, IReadOnlyList<SqlDraft> drafts, IReadOnlyList<SqlIdentityDraft> told)
    {
        var (run, type, isAgain, isAged) = session.One(
            SqlStatements.FindLeasedWebhook,
            row => (row.IntOrNull(0), new EventType(row.GetString(1), row.GetString(2)), row.GetBoolean(3), row.GetBoolean(4)),
            ("@id", outcome.WebhookId),
            ("@lease", outcome.Lease));
        if (run is null)
        {
            return (false, [], [], null);
        }

        var now = Now(session);
        var identities = Identities(session);
        var holding = new SqlHolding(session, identities, now);
        var ledger = new SqlLedger(session, now);
        var keys = new SqlIdempotencyKeys(session, outcome.WebhookId, isAgain, outcome.Conversions.Select(c => c.Rule).ToHashSet(StringComparer.Ordinal));
        var alarms = new List<string>();

        if (isAgain && outcome.State != WebhookState.Failed)
        {
            identities.Forget(outcome.WebhookId, outcome.Identities);
        }

        // First what the event tells of its visitor: it counts for its own conversions as for those of others.
        var improved = told.SelectMany(identity => identities.Remember(outcome.WebhookId, identity, isAgain)).ToHashSet();
        foreach (var prepared in drafts)
        {
            var draft = prepared.Draft;
            if (Insert(session, outcome, prepared, run.Value, isAgain, now) is { } conversionId && draft.State == ConversionState.Pending)
            {
                var verdict = ledger.Enter(conversionId, prepared, keys);
                Decide(session, conversionId, draft, verdict, now);
                if (verdict is { State: ConversionState.Pending, IsFrozen: false })
                {
                    holding.Begin(conversionId, prepared, verdict);
                }

                if (verdict.Improves is { } holder)
                {
                    holding.Seek(conversionId, prepared.Recall);
                    improved.Add(holder);
                }

                if (verdict.Alarm is { } alarm)
                {
                    alarms.Add(alarm);
                }
            }
        }

        if (isAgain && outcome.State != WebhookState.Failed)
        {
            session.Execute(SqlStatements.ReplaceEarlier, ("@reason", "replaced when its webhook was mapped anew"), ("@webhook_id", outcome.WebhookId), ("@run", run.Value));
        }

        foreach (var conversionId in improved.Order())
        {
            holding.Reconsider(conversionId);
        }

        if (outcome.Privacy is { } privacy)
        {
            Receipts(session).Ask(outcome.WebhookId, privacy, type.Endpoint);
        }

        _eventTypes.Note(session, type, now);
        session.Execute(
            SqlStatements.EndMapping,
            ("@state", Words.Of(outcome.State)),
            ("@reason", outcome.Reason),
            ("@mapping_version", outcome.MappingVersion),
            ("@facts", outcome.FactsJson),
            ("@decisions", outcome.DecisionsJson),
            ("@id", outcome.WebhookId));
        if (isAged && outcome.State != WebhookState.Failed)
        {
            // It kept its body beyond its age, for a person; nobody else will look at it again.
            session.Execute(SqlStatements.ExpireBody, ("@body", Array.Empty<byte>()), ("@id", outcome.WebhookId));
            session.Execute(SqlStatements.ExpireDecisionsBehind, ("@id", outcome.WebhookId));
        }

        return (true, alarms, holding.Rejected, type);
    }

    private static long? Insert(
        SqlSession session, MappingOutcome outcome, SqlDraft prepared, int run, bool isAgain, DateTimeOffset now)
    {
        var draft = prepared.Draft;
        ReadOnlySpan<(string, object?)> values =
        [
            ("@webhook_id", outcome.WebhookId),
            ("@rule", draft.Rule),
            ("@event_name", draft.EventName),
            ("@destination", draft.Destination),
            ("@run", run),
            ("@state", Words.Of(draft.State)),
            ("@reason", Reason(draft, null)),
            ("@lane", Words.Of(draft.Lane)),
            ("@scope", draft.Scope),
            ("@keys", prepared.KeysJson),
            ("@idempotency_key", draft.IdempotencyKey ?? draft.EventId),
            ("@due_at", null),
            ("@created_at", SqlValues.Ms(now)),
            ("@mapping_version", outcome.MappingVersion),
            ("@fields", draft.FieldsJson),
            ("@event", prepared.EventJson),
            ("@rank", draft.Rank),
            ("@lacking", draft.Lacking),
            ("@recall", prepared.RecallJson),
            ("@order_id", draft.Event.Order.OrderId),
            ("@readiness", prepared.Readiness.Score),
            ("@missing", prepared.Readiness.MissingJson),
            ("@email_hash", prepared.EmailHash),
            ("@order_name_hash", prepared.OrderNameHash),
        ];
        return (isAgain ? session.Id(SqlStatements.RemakeConversion, values) : null) ?? session.Insert(SqlStatements.AddConversion, values);
    }

    private static void Decide(SqlSession session, long conversionId, ConversionDraft draft, LedgerVerdict verdict, DateTimeOffset now)
        => session.Execute(
            SqlStatements.DecideConversion,
            ("@state", Words.Of(verdict.State)),
            ("@reason", Reason(draft, verdict.Reason)),
            ("@idempotency_key", verdict.IdempotencyKey),
            ("@entry_id", verdict.EntryId),
            ("@due_at", verdict.State == ConversionState.Pending ? SqlValues.Ms(now) : null),
            ("@heir_of", verdict.HeirOf),
            ("@id", conversionId));

    private static string? Reason(ConversionDraft draft, string? verdict)
    {
        string?[] parts = [verdict, draft.Reason, draft.WeakKey ? WeakKey : null];
        var reason = string.Join("; ", parts.Where(p => p is not null));
        return reason.Length == 0 ? null : reason;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "ALERT: webhook {Webhook} shows that one conversion counted twice, {DoubleCounted}. Cometly cannot take one back; rules that share once_per prevent the next")]
        public static partial void DoubleCounted(ILogger logger, long webhook, string doubleCounted);

        [LoggerMessage(LogLevel.Warning, "Conversion {Conversion} names nobody: it is rejected until an event tells who it was, see its reason in the store")]
        public static partial void NamesNobody(ILogger logger, long conversion);
    }
}
