using System.Collections.Concurrent;

namespace CometHooks.Store.Sql;

/// <summary>
/// The statements of lists, put together once for each combination of filters. The inner select reads the next rows in an
/// index's order, newest first, and no more than a window of them; the outer one takes those that the other filters let pass.
/// </summary>
internal static class SqlListStatements
{
    /// <summary>How many rows one statement looks through at most.</summary>
    public const int Window = 4000;

    // A session knows its prepared statements by the string object, so each text exists once.
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <param name="driver">What the index serves, such as <c>state = @state</c>; empty: all, by id.</param>
    /// <param name="rest">What each row is then asked.</param>
    public static string Webhooks(string driver, IReadOnlyList<string> rest) => Once($"""
        select id, endpoint, source, event_id, type, occurred_at, received_at, test, state, reason
        from (
          select id, endpoint, source, event_id, type, occurred_at, received_at, test, state, reason
          from webhooks
          where id < @before and id >= @from_id{And(driver)}
          order by id desc
          limit {Window}) w
        {Where(rest)}
        order by id desc
        limit @most
        """);

    /// <summary>How many rows the window holds, and the last of them.</summary>
    public static string WindowOf(string table, string driver) => Once($"""
        select count(*), min(id) from (select id from {table} where id < @before and id >= @from_id{And(driver)} order by id desc limit {Window}) w
        """);

    public static string Conversions(string driver, IReadOnlyList<string> rest) => Once($"""
        select c.id, c.webhook_id, w.endpoint, w.source, w.event_id, w.type, c.rule, c.event_name, c.destination, c.state, c.reason, c.order_id,
          c.event, c.readiness, c.created_at, c.due_at, c.attempts, c.may_have_landed
        from (
          select id, webhook_id, rule, event_name, destination, state, reason, order_id, event, readiness, created_at, due_at, attempts, may_have_landed
          from conversions
          where id < @before and id >= @from_id{And(driver)}
          order by id desc
          limit {Window}) c
        join webhooks w on w.id = c.webhook_id
        {Where(rest)}
        order by c.id desc
        limit @most
        """);

    public const string MadeOf = "select id, event_name, state from conversions where webhook_id = @webhook_id order by id";

    public const string WebhookOf = "select webhook_id from conversions where id = @id";

    // About where a time begins: ids grow as time does, but for what was committed together.
    public const string FirstWebhookSince = "select id from webhooks where received_at >= @time order by received_at, id limit 1";

    public const string FirstConversionSince = "select id from conversions where created_at >= @time order by created_at, id limit 1";

    private static string And(string driver) => driver.Length == 0 ? "" : $" and {driver}";

    private static string Where(IReadOnlyList<string> rest) => rest.Count == 0 ? "" : $"where {string.Join(" and ", rest)}";

    private static string Once(string text) => Texts.GetOrAdd(text, text);
}
