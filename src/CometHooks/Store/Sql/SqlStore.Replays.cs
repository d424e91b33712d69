using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CometHooks.Count;

namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore
{
    public Task<long> CountAsync(ReplayFilter filter, CancellationToken cancellationToken)
        => ReadAsync(
            session => filter.Webhooks is { } webhooks
                ? webhooks.Count
                : filter.EventId is { } eventId
                ? session.All(SqlStatements.LookUpEvent, Replayable, ("@event_id", eventId)).Count
                : session.One(SqlStatements.CountReceived, row => row.GetInt64(0), ("@from", SqlValues.Ms(filter.From)), ("@to", SqlValues.Ms(filter.To))),
            cancellationToken);

    public Task<ReplayPage> LookThroughAsync(ReplayFilter filter, ReplayCursor? after, int most, CancellationToken cancellationToken)
        => ReadAsync(session => LookThrough(session, filter, after, most), cancellationToken);

    public Task<IReadOnlyList<LedgerOutlook>> ForeseeAsync(
        long webhookId, IReadOnlyList<ConversionDraft> drafts, DateTimeOffset before, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<LedgerOutlook>>(
            session =>
            {
                var rules = drafts.Select(d => d.Rule).ToHashSet(StringComparer.Ordinal);
                var foresight = new SqlForesight(session, _instanceKey, before);
                return [.. drafts.Select(draft => foresight.Of(webhookId, draft, rules))];
            },
            cancellationToken);

    public Task<int> MapAnewAsync(IReadOnlyList<long> webhookIds, bool again, CancellationToken cancellationToken)
        => Writer.RunAsync(
            session => webhookIds
                .Where(id => again || EffectsOf(session, id).Count == 0)
                .Sum(id => session.Execute(SqlStatements.MapAnew, ("@id", id))),
            cancellationToken);

    public Task<DeadPage> FindDeadAsync(ReplayFilter filter, long after, int most, CancellationToken cancellationToken)
        => ReadAsync(
            session =>
            {
                if (filter.Conversions is { } chosen)
                {
                    var next = Next(chosen, after, most);
                    return new DeadPage([.. next.Select(id => session.One(SqlStatements.FindDead, Sent, ("@id", id))).OfType<SentConversion>()], next.Count < most ? null : next[^1]);
                }

                var dead = session.All(
                    SqlStatements.ListDead,
                    row => (Sent: Sent(row), IsChosen: filter.Chooses(row.GetString(8), row.GetString(9), row.GetString(1), row.Time(10))),
                    ("@after", after),
                    ("@most", most));
                return new DeadPage([.. dead.Where(d => d.IsChosen).Select(d => d.Sent)], dead.Count < most ? null : dead[^1].Sent.Id);
            },
            cancellationToken);

    public Task<int> SendAgainAsync(IReadOnlyList<long> conversionIds, CancellationToken cancellationToken)
        => Writer.RunAsync(
            session => conversionIds.Sum(id => session.Execute(
                SqlStatements.SendDeadAgain,
                ("@reason", "sent again as it was, by hand"),
                ("@mark", WeakKey),
                ("@now", SqlValues.Ms(Now(session))),
                ("@id", id))),
            cancellationToken);

    public Task<SentConversion?> FindSentAsync(long conversionId, CancellationToken cancellationToken)
        => ReadAsync(session => session.One(SqlStatements.FindSent, Sent, ("@id", conversionId)), cancellationToken);

    public Task<NewSending?> SendAsNewAsync(
        long conversionId, string reason, string actor, string? replay, Func<SentConversion, string, string> body, CancellationToken cancellationToken)
        => Writer.RunAsync(SqlScope.Alone, session => SendAsNew(session, conversionId, reason, actor, replay, body), cancellationToken);

    // In the order of their numbers, which is about that of their arrival.
    private static List<long> Next(IReadOnlyList<long> ids, long after, int most) => [.. ids.Where(id => id > after).Distinct().Order().Take(most)];

    private static ReplayPage LookThrough(SqlSession session, ReplayFilter filter, ReplayCursor? after, int most)
    {
        var seen = filter.Webhooks is { } webhooks
            ? Next(webhooks, after?.Id ?? 0, most).SelectMany(id => session.All(SqlStatements.LookUpWebhook, Replayable, ("@id", id))).ToList()
            : filter.EventId is { } eventId
            ? session.All(SqlStatements.LookUpEvent, Replayable, ("@event_id", eventId))
            : session.All(
                SqlStatements.LookThrough,
                Replayable,
                ("@after_at", SqlValues.Ms(after?.ReceivedAt ?? filter.From)),
                ("@after_id", after?.Id ?? 0),
                ("@to", SqlValues.Ms(filter.To)),
                ("@most", most));
        var chosen = seen
            .Where(s => filter.States.Contains(s.State) && filter.Chooses(s.Webhook.Endpoint, s.Webhook.Type, s.Webhook.EventId, s.Webhook.ReceivedAt))
            .Select(s => new ReplayCandidate(WithContent(session, s.Webhook), EffectsOf(session, s.Webhook.Id)))
            .ToList();
        if (filter.Webhooks is { } all)
        {
            var looked = Next(all, after?.Id ?? 0, most);
            return new ReplayPage(looked.Count, chosen, looked.Count < most ? null : new ReplayCursor(default, looked[^1]));
        }

        var isLast = filter.EventId is not null || seen.Count < most;
        return new ReplayPage(seen.Count, chosen, isLast ? null : new ReplayCursor(seen[^1].Webhook.ReceivedAt, seen[^1].Webhook.Id));
    }

    // Only of those that are chosen: bodies are most of the store.
    private static StoredWebhook WithContent(SqlSession session, StoredWebhook webhook)
    {
        var (headers, body, emptied) = session.One(SqlStatements.FindContent, row => (row.GetString(0), row.Bytes(1), row.WordOrNull<Emptied>(2)), ("@id", webhook.Id));
        return webhook with { HeadersJson = headers!, Body = body, Emptied = emptied };
    }

    private static List<EarlierEffect> EffectsOf(SqlSession session, long webhookId)
        => [.. session.All(
                SqlStatements.FindConversionsOfWebhook,
                row => (
                    Effect: new EarlierEffect(row.GetString(0), row.GetString(1)),
                    IsThere: EffectRule.HasEffect(row.Word<ConversionState>(2), row.GetBoolean(3), row.IsDBNull(4) ? null : row.Word<LedgerEntryState>(4))),
                ("@webhook_id", webhookId))
            .Where(c => c.IsThere)
            .Select(c => c.Effect)
            .Distinct()];

    private NewSending? SendAsNew(SqlSession session, long conversionId, string reason, string actor, string? replay, Func<SentConversion, string, string> body)
    {
        if (session.One(SqlStatements.FindSent, Sent, ("@id", conversionId)) is not { State: ConversionState.Delivered, Body: not null } original)
        {
            return null;
        }

        session.Own([original.Destination]);
        long? EntryOf(string key) => session.Id(SqlStatements.FindKeyOwner, ("@destination", original.Destination), ("@idempotency_key", key));
        var key = replay is not null
            ? LedgerIdempotencyKeys.Again(original.IdempotencyKey, replay)
            : LedgerIdempotencyKeys.Again(original.IdempotencyKey).First(k => EntryOf(k) is null);
        if (EntryOf(key) is { } sent)
        {
            return new NewSending(key, session.One(SqlStatements.FindSent, Sent, ("@id", SqlEntryHolder.Of(session, sent).Conversion)), IsNew: false);
        }

        var now = SqlValues.Ms(Now(session));
        var frozen = body(original, key);
        var copy = session.Insert(
            SqlStatements.CopyConversion,
            ("@reason", $"sent as a new event, in addition to conversion {original.Id}, by hand: {reason}"),
            ("@idempotency_key", key),
            ("@now", now),
            ("@body", frozen),
            ("@id", original.Id))!.Value;

        // Its body is fixed before its first claim, so its entry is where the first claim would have brought it.
        var entry = session.Insert(
            SqlStatements.AddSentEntry,
            ("@destination", original.Destination),
            ("@event_name", original.EventName),
            ("@holder", copy),
            ("@idempotency_key", key),
            ("@body_hash", SHA256.HashData(Encoding.UTF8.GetBytes(frozen))),
            ("@now", now));
        session.Execute(SqlStatements.SetEntry, ("@entry_id", entry), ("@id", copy));
        session.Execute(
            SqlStatements.AddAudit,
            ("@at", now),
            ("@kind", "replay"),
            ("@subject", $"conversion {original.Id.ToString(CultureInfo.InvariantCulture)}"),
            ("@text", $"sent as a new event, as conversion {copy} under a key of its own: Cometly counts it once more. Reason: {reason}"),
            ("@actor", actor));
        return new NewSending(key, original with { Id = copy, State = ConversionState.Pending, IdempotencyKey = key, MayHaveLanded = false, Body = frozen }, IsNew: true);
    }

    private static (StoredWebhook Webhook, WebhookState State) Replayable(SqlRow row) =>
        (WithoutContent(row) with { Run = row.GetInt32(12) + 1 }, row.Word<WebhookState>(11));

    private static SentConversion Sent(SqlRow row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.Word<ConversionState>(4),
        row.GetString(5),
        row.GetBoolean(6),
        row.TextOrNull(7));
}
