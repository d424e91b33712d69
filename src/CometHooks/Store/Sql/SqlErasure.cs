using System.Text.Json;
using System.Text.Json.Nodes;
using CometHooks.Count;
using CometHooks.Deliver;

namespace CometHooks.Store.Sql;

/// <summary>
/// Erases what webhooks brought, within the transaction of the caller. What counts stays: state, event name, order id, amount
/// and currency, the ledger's entries, the series.
/// </summary>
internal sealed class SqlErasure(SqlSession session, SqlIdentities identities, PersonTraces traces, byte[] instanceKey, DateTimeOffset now)
{
    private const string Erased = "personal data erased";

    // Numbers of the merchant's, not of the person's.
    private static readonly string[] KeptFacts = ["payment", "invoice", "order", "shop", "account", "amount", "currency", "test", "refund"];

    public ErasedRows Erase(long webhookId)
    {
        // First the turn at all its destinations, as others take it too. A mapping that is being saved comes before this: what
        // it writes is erased with the rest. And wherever a turn had to be waited for, somebody may have claimed a conversion.
        OwnDestinations(webhookId);
        session.Execute(SqlStatements.WaitForWebhook, ("@id", webhookId));
        OwnDestinations(webhookId);
        var conversions = session.All(SqlStatements.FindConversionsToErase, Conversion, ("@webhook_id", webhookId));

        // A request to Cometly is under way: its answer would be lost, and with it that it counts.
        if (conversions.Any(c => c.LeasedUntil > now))
        {
            return new ErasedRows { Busy = [webhookId] };
        }

        var attempts = conversions.Sum(Strip);
        var remembered = session.All(SqlStatements.IdentitiesOfWebhook, row => row.GetInt64(0), ("@webhook_id", webhookId));
        remembered.ForEach(identities.Drop);
        var isNew = Empty(webhookId);
        return new ErasedRows
        {
            Webhooks = isNew ? 1 : 0,
            Conversions = isNew || remembered.Count + attempts > 0 ? conversions.Count : 0,
            Attempts = attempts,
            Identities = remembered.Count,
        };
    }

    private void OwnDestinations(long webhookId)
        => session.Own([.. session.All(SqlStatements.FindConversionsToErase, row => row.GetString(1), ("@webhook_id", webhookId)).Distinct(StringComparer.Ordinal)]);

    private bool Empty(long webhookId)
    {
        if (session.One(SqlStatements.FindWebhookToErase, Webhook, ("@id", webhookId)) is not { } webhook)
        {
            return false;
        }

        session.Execute(
            SqlStatements.EmptyWebhook,
            ("@body", Array.Empty<byte>()),
            ("@facts", webhook.Facts is { } facts ? WithoutPerson(facts) : null),
            ("@decisions", webhook.Decisions is { } decisions ? WithoutValues(decisions) : null),
            ("@event_id", WithoutTraces(webhook.EventId)),
            ("@inbox_key", WithoutTraces(webhook.InboxKey)),
            ("@reason", webhook.Reason is null ? null : Erased),
            ("@id", webhookId));
        return webhook.Emptied != Emptied.Erased;
    }

    private int Strip(ErasedConversion conversion)
    {
        // What was not sent is not sent any more: it would tell Cometly of a person who asked to be forgotten.
        var isOpen = conversion.State is ConversionState.Pending or ConversionState.Held or ConversionState.Dead;
        if (isOpen && conversion.EntryId is { } entryId)
        {
            session.Execute(SqlStatements.VoidUnsent, ("@now", SqlValues.Ms(now)), ("@id", entryId), ("@holder", conversion.Id));
        }

        var key = WithoutTraces(conversion.IdempotencyKey);
        if (key != conversion.IdempotencyKey && conversion.EntryId is { } entry)
        {
            session.Execute(SqlStatements.RenameEntry, ("@idempotency_key", key), ("@id", entry), ("@holder", conversion.Id));
        }

        session.Execute(
            SqlStatements.StripConversion,
            ("@state", Words.Of(isOpen ? ConversionState.Rejected : conversion.State)),
            ("@reason", isOpen ? $"{Erased} before it was delivered" : conversion.Reason is null ? null : Erased),
            ("@keys", traces.In(conversion.Keys) ? "[]" : conversion.Keys),
            ("@idempotency_key", key),
            ("@order_id", traces.In(conversion.OrderId) ? null : conversion.OrderId),
            ("@event", CometlyEventJson.Write(OnlyMoney(conversion))),
            ("@id", conversion.Id));
        session.Execute(SqlStatements.DropSeekersOfConversion, ("@conversion_id", conversion.Id));
        return session.Execute(SqlStatements.StripAttempts, ("@conversion_id", conversion.Id));
    }

    private CometlyEvent OnlyMoney(ErasedConversion conversion)
    {
        var bare = new CometlyEvent { EventName = conversion.EventName };
        try
        {
            var said = CometlyEventJson.Read(conversion.Event);
            return bare with
            {
                EventTime = said.EventTime,
                DoNotCapi = said.DoNotCapi,
                Order = new Order { Amount = said.Order.Amount, Currency = said.Order.Currency, OrderId = traces.In(said.Order.OrderId) ? null : said.Order.OrderId },
            };
        }
        catch (JsonException)
        {
            return bare;
        }
    }

    // A key stays a key: the same one is the same afterwards, so that nothing counts twice.
    private string WithoutTraces(string key)
        => traces.In(key) ? $"erased:{Convert.ToHexStringLower(HashedKey.OfErasedKey(instanceKey, key))}" : key;

    private static string WithoutPerson(string facts)
    {
        var all = JsonNode.Parse(facts)!.AsObject();
        return new JsonObject(all.Where(f => KeptFacts.Contains(f.Key)).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone()))).ToJsonString();
    }

    // Which rules applied stays; what their conditions saw goes.
    private static string WithoutValues(string decisions)
    {
        var all = JsonNode.Parse(decisions)!.AsArray();
        foreach (var decision in all.OfType<JsonObject>())
        {
            decision["why"] = Erased;
        }

        return all.ToJsonString();
    }

    private static ErasedWebhook Webhook(SqlRow row)
        => new(row.TextOrNull(0), row.TextOrNull(1), row.GetString(2), row.GetString(3), row.WordOrNull<Emptied>(4), row.TextOrNull(5));

    private static ErasedConversion Conversion(SqlRow row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.Word<ConversionState>(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.TextOrNull(7),
        row.LongOrNull(8),
        row.TimeOrNull(9),
        row.TextOrNull(10));

    private sealed record ErasedWebhook(string? Facts, string? Decisions, string EventId, string InboxKey, Emptied? Emptied, string? Reason);

    private sealed record ErasedConversion(
        long Id,
        string Destination,
        string EventName,
        ConversionState State,
        string Event,
        string Keys,
        string IdempotencyKey,
        string? OrderId,
        long? EntryId,
        DateTimeOffset? LeasedUntil,
        string? Reason);
}
