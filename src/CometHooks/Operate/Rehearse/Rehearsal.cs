using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Receive;
using CometHooks.Store;
using CometHooks.Store.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Operate.Rehearse;

/// <summary>
/// Runs events through reading, mapping, ledger and the making of the body, on a store in memory, without sending: the
/// same code that real webhooks go through. For <c>map</c>, <c>test</c>, <c>check</c> and before a changed mapping is taken.
/// </summary>
internal sealed class Rehearsal(CometlyRequestWriter requests)
{
    /// <summary>Runs requests as if they arrived now.</summary>
    public Task<IReadOnlyList<RehearsedWebhook>> RunAsync(
        MapTarget target, IReadOnlyList<RehearsedRequest> deliveries, CancellationToken cancellationToken)
    {
        var endpoint = new Receive.Endpoint(target.Endpoint, target.Options, target.Adapter, offBecause: null);
        var at = StartOf(target, deliveries);
        var arrivals = new List<RehearsedArrival>();
        foreach (var (after, request) in deliveries)
        {
            at += after;
            arrivals.Add(new RehearsedArrival(at, WebhookEntries.Of(endpoint, request, Verification.Valid, target.Adapter.Read(request))));
        }

        return RunAsync(target, arrivals, delivers: false, progress: null, cancellationToken);
    }

    /// <summary>Runs what a hub received, in order; what would be sent ends as delivered.</summary>
    /// <param name="target">What it is mapped with.</param>
    /// <param name="arrivals">At least one; none before the one before it.</param>
    /// <param name="progress">Told after each arrival.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<IReadOnlyList<RehearsedWebhook>> RunAsync(
        MapTarget target, IReadOnlyList<RehearsedArrival> arrivals, Action? progress, CancellationToken cancellationToken) =>
        RunAsync(target, arrivals, delivers: true, progress, cancellationToken);

    /// <summary>Runs one webhook that a hub received as if it were the only one; what would be sent is left pending.</summary>
    public Task<IReadOnlyList<RehearsedWebhook>> RunAsync(MapTarget target, RehearsedArrival arrival, CancellationToken cancellationToken) =>
        RunAsync(target, [arrival], delivers: false, progress: null, cancellationToken);

    private async Task<IReadOnlyList<RehearsedWebhook>> RunAsync(
        MapTarget target, IReadOnlyList<RehearsedArrival> arrivals, bool delivers, Action? progress, CancellationToken cancellationToken)
    {
        var clock = new RehearsalClock(arrivals[0].At);
        await using var store = await SqliteStore.OpenInMemoryAsync(clock, NullLogger.Instance);
        var stage = new RehearsalStage(store, clock, requests, target, delivers);
        var webhooks = new OrderedDictionary<long, IReadOnlyList<RuleDecision>>();
        foreach (var (at, entries) in arrivals)
        {
            await stage.PassAsync(at, cancellationToken);
            var added = await store.AddAsync(entries, cancellationToken);
            foreach (var id in added.Ids)
            {
                webhooks.TryAdd(id, []);
            }

            foreach (var (id, mapped) in await stage.MapAsync(cancellationToken))
            {
                webhooks[id] = mapped.Rules;
            }

            progress?.Invoke();
        }

        await stage.EndAsync(cancellationToken);
        var rehearsed = new List<RehearsedWebhook>();
        foreach (var (id, rules) in webhooks)
        {
            var record = await store.FindAsync(id, cancellationToken) ?? throw new InvalidOperationException("a rehearsed webhook is not in its store");
            rehearsed.Add(new RehearsedWebhook(record, rules, [.. record.Conversions.Select(c => Rehearse(c, target.Destination, clock.GetUtcNow()))]));
        }

        return rehearsed;
    }

    // What would be sent has its body; of the others it is shown what it would have been.
    private RehearsedConversion Rehearse(ConversionRecord conversion, DestinationOptions destination, DateTimeOffset now) =>
        new(
            conversion,
            conversion.Body ?? requests.Freeze(
                new UnfrozenConversion(conversion.Id, conversion.IdempotencyKey, CometlyEventJson.Read(conversion.MergedEventJson ?? conversion.EventJson), now), destination));

    // As if it arrived when it happened: an old sample must not look like old revenue.
    private static DateTimeOffset StartOf(MapTarget target, IReadOnlyList<RehearsedRequest> requests) =>
        requests.SelectMany(r => target.Adapter.Read(r.Request)).Select(e => e.OccurredAt).FirstOrDefault(t => t is not null)
        ?? requests[0].Request.ReceivedAt;
}

/// <param name="After">How long after the one before.</param>
/// <param name="Request">The request; its signature is not looked at.</param>
internal sealed record RehearsedRequest(TimeSpan After, WebhookRequest Request);

/// <param name="Record">The webhook as the store has it.</param>
/// <param name="Rules">What each rule did, in words.</param>
/// <param name="Conversions">What came of it.</param>
internal sealed record RehearsedWebhook(WebhookRecord Record, IReadOnlyList<RuleDecision> Rules, IReadOnlyList<RehearsedConversion> Conversions);

/// <param name="Record">The conversion as the store has it.</param>
/// <param name="Body">Exactly what would be POSTed.</param>
internal sealed record RehearsedConversion(ConversionRecord Record, string Body);
