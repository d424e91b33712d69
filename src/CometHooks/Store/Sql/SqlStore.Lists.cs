using System.Text.Json;
using CometHooks.Count;

namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore : IEventLists
{
    // Several windows a page, so that a page of a rare kind is not empty; bounded, so that it comes within a click.
    private const int MostWindows = 4;

    // What was committed together may not have the order of its times.
    private static readonly TimeSpan Disorder = TimeSpan.FromMinutes(1);

    public Task<ListPage<WebhookRow>> WebhooksAsync(WebhookFilter filter, long? before, int most, CancellationToken cancellationToken)
    {
        var list = new SqlList();
        list.By(filter.EventId, "@event_id", "event_id = @event_id", "event_id = @event_id");
        list.By(filter.State is { } state ? Words.Of(state) : null, "@state", "state = @state", "state = @state");
        list.By(filter.Endpoint, "@endpoint", "endpoint = @endpoint", "endpoint = @endpoint");
        list.Ask(filter.Type, "@type", "type = @type");
        list.Ask(SqlValues.Ms(filter.From), "@from", "received_at >= @from");
        list.Ask(SqlValues.Ms(filter.To), "@to", "received_at < @to");
        return ReadAsync(
            session =>
            {
                var page = Page(
                    session,
                    "webhooks",
                    list,
                    SqlListStatements.Webhooks(list.Driver, list.Rest),
                    Listed,
                    row => row.Id,
                    filter.From is null ? 0 : IdAt(session, SqlListStatements.FirstWebhookSince, Earlier(filter.From)) ?? long.MaxValue,
                    before ?? IdAt(session, SqlListStatements.FirstWebhookSince, Later(filter.To)) ?? long.MaxValue,
                    most);
                return page with { Items = [.. page.Items.Select(row => row with { Conversions = session.All(SqlListStatements.MadeOf, Made, ("@webhook_id", row.Id)) })] };
            },
            cancellationToken);
    }

    public Task<ListPage<ConversionRow>> ConversionsAsync(ConversionFilter filter, long? before, int most, CancellationToken cancellationToken)
    {
        var list = new SqlList();
        list.By(filter.OrderId, "@order_id", "order_id = @order_id", "c.order_id = @order_id");
        list.By(filter.OrderName is { } name ? HashedKey.OfOrderName(_instanceKey, name) ?? [] : null, "@order_name_hash", "order_name_hash = @order_name_hash", "c.id in (select id from conversions where order_name_hash = @order_name_hash)");
        list.By(
            filter.EventId,
            "@event_id",
            "webhook_id in (select id from webhooks where event_id = @event_id)",
            "w.event_id = @event_id");
        list.By(filter.Email is { } email ? HashedKey.OfPerson(_instanceKey, email).Hash : null, "@email_hash", "email_hash = @email_hash", "c.id in (select id from conversions where email_hash = @email_hash)");
        list.By(filter.State is { } state ? Words.Of(state) : null, "@state", "state = @state", "c.state = @state");
        list.Ask(filter.Endpoint, "@endpoint", "w.endpoint = @endpoint");
        list.Ask(filter.EventName, "@event_name", "c.event_name = @event_name");
        list.Ask(filter.Destination, "@destination", "c.destination = @destination");
        list.Ask(SqlValues.Ms(filter.From), "@from", "c.created_at >= @from");
        list.Ask(SqlValues.Ms(filter.To), "@to", "c.created_at < @to");
        return ReadAsync(
            session => Page(
                session,
                "conversions",
                list,
                SqlListStatements.Conversions(list.Driver, list.Rest),
                ListedConversion,
                row => row.Id,
                filter.From is null ? 0 : IdAt(session, SqlListStatements.FirstConversionSince, Earlier(filter.From)) ?? long.MaxValue,
                before ?? IdAt(session, SqlListStatements.FirstConversionSince, Later(filter.To)) ?? long.MaxValue,
                most),
            cancellationToken);
    }

    public Task<long?> WebhookOfAsync(long conversionId, CancellationToken cancellationToken)
        => ReadAsync(session => session.Id(SqlListStatements.WebhookOf, ("@id", conversionId)), cancellationToken);

    private static ListPage<T> Page<T>(
        SqlSession session, string table, SqlList list, string statement, Func<SqlRow, T> read, Func<T, long> id, long fromId, long before, int most)
    {
        var items = new List<T>(most);
        for (var window = 0; window < MostWindows; window++)
        {
            items.AddRange(session.All(statement, read, list.Values(before, fromId, most)).Take(most - items.Count));
            if (items.Count == most)
            {
                return new ListPage<T>(items, id(items[^1]));
            }

            var (looked, last) = session.One(SqlListStatements.WindowOf(table, list.Driver), row => (row.GetInt64(0), row.LongOrNull(1)), list.WindowValues(before, fromId));
            if (looked < SqlListStatements.Window || last is null)
            {
                return new ListPage<T>(items, Next: null);
            }

            before = last.Value;
        }

        return new ListPage<T>(items, before);
    }

    // At the ends of time there is nothing before or after.
    private static DateTimeOffset? Earlier(DateTimeOffset? time) => time > DateTimeOffset.MinValue + Disorder ? time - Disorder : time;

    private static DateTimeOffset? Later(DateTimeOffset? time) => time < DateTimeOffset.MaxValue - Disorder ? time + Disorder : time;

    private static long? IdAt(SqlSession session, string statement, DateTimeOffset? time)
        => time is { } from ? session.Id(statement, ("@time", SqlValues.Ms(from))) : null;

    private static WebhookRow Listed(SqlRow row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.TimeOrNull(5),
        row.Time(6),
        row.GetBoolean(7),
        row.Word<WebhookState>(8),
        row.TextOrNull(9));

    private static MadeConversion Made(SqlRow row) => new(row.GetInt64(0), row.GetString(1), row.Word<ConversionState>(2));

    private static ConversionRow ListedConversion(SqlRow row)
    {
        var order = Order(row.GetString(12));
        return new ConversionRow
        {
            Id = row.GetInt64(0),
            Webhook = row.GetInt64(1),
            Endpoint = row.GetString(2),
            Source = row.GetString(3),
            EventId = row.GetString(4),
            Type = row.GetString(5),
            Rule = row.GetString(6),
            EventName = row.GetString(7),
            Destination = row.GetString(8),
            State = row.Word<ConversionState>(9),
            Reason = row.TextOrNull(10),
            OrderId = row.TextOrNull(11),
            Amount = order?.Amount,
            Currency = order?.Currency,
            Readiness = row.IntOrNull(13),
            CreatedAt = row.Time(14),
            DueAt = row.TimeOrNull(15),
            AttemptsUsed = row.GetInt32(16),
            MayHaveLanded = row.GetBoolean(17),
        };
    }

    // One row that cannot be read must not hide the others of its page.
    private static Deliver.Order? Order(string eventJson)
    {
        try
        {
            return CometlyEventJson.Read(eventJson).Order;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
