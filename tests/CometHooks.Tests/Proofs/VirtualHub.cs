using CometHooks.Cli;
using CometHooks.Cli.Demo;
using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Receive;
using CometHooks.Sources;
using CometHooks.Store;
using CometHooks.Store.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Endpoint = CometHooks.Receive.Endpoint;

namespace CometHooks.Tests.Proofs;

/// <summary>
/// The path of a webhook from its adapter to a stand-in that tells duplicates apart as Cometly does, with the hub's own
/// adapters, mappings, ledger, waiting and freezing. Only the loops are the test's, so that months pass in seconds.
/// </summary>
internal sealed class VirtualHub : IAsyncDisposable
{
    private const string Destination = "main";

    private static readonly Lane[] Lanes = Enum.GetValues<Lane>();

    private readonly ConfiguredHub _hub;
    private readonly FakeTimeProvider _time;
    private readonly SqliteStore _store;
    private readonly StandInLedger _cometly = new();
    private readonly PriorityQueue<DateTimeOffset, DateTimeOffset> _waits = new();
    private readonly Dictionary<string, Endpoint> _endpoints = new(StringComparer.Ordinal);

    private VirtualHub(ConfiguredHub hub, FakeTimeProvider time, SqliteStore store) => (_hub, _time, _store) = (hub, time, store);

    public static async Task<VirtualHub> StartAsync(ConfiguredHub hub, DateTimeOffset at)
    {
        Assert.Empty(hub.Problems);
        var time = new FakeTimeProvider(at);
        return new VirtualHub(hub, time, await SqliteStore.OpenInMemoryAsync(time, NullLogger.Instance));
    }

    /// <summary>Everything that the hub is told, in the order of arrival, and then as long as anything waits.</summary>
    public async Task RunAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        foreach (var delivery in deliveries)
        {
            await PassTimeAsync(delivery.ArrivesAt, cancellationToken);
            var entries = Entries(delivery);
            if ((await _store.AddAsync(entries, cancellationToken)).Outcome == AddOutcome.Stored)
            {
                await MapAsync(cancellationToken);
            }
        }

        await PassTimeAsync(DateTimeOffset.MaxValue, cancellationToken);
    }

    public async Task<Outcome> EndAsync(CancellationToken cancellationToken) =>
        new(await _store.NewestAsync(endpoint: null, most: int.MaxValue, cancellationToken), _cometly.Effects);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private IReadOnlyList<InboxEntry> Entries(Delivery delivery)
    {
        var happening = delivery.Happening;
        if (!_endpoints.TryGetValue(happening.Source, out var endpoint))
        {
            Assert.True(_hub.Sources.TryFind(happening.Source, out var adapter));
            endpoint = new Endpoint(happening.Source, _hub.Targets.Find(happening.Source)!.Options, adapter, offBecause: null);
            _endpoints[happening.Source] = endpoint;
        }

        // Signed headers apart, a platform's headers say when it happened, not when it arrives.
        var sent = SampleFolder.Request(endpoint.Adapter, Path.GetFileName(happening.Sample), happening.Body, secret: null, happening.At);
        var request = new WebhookRequest { Method = sent.Method, Url = sent.Url, Headers = sent.Headers, Body = sent.Body, ReceivedAt = delivery.ArrivesAt };
        return WebhookEntries.Of(endpoint, request, Verification.Valid, endpoint.Adapter.Read(request));
    }

    private async Task MapAsync(CancellationToken cancellationToken)
    {
        foreach (var webhook in await _store.ClaimAsync(16, cancellationToken))
        {
            var outcome = WebhookMapper.Map(webhook, _hub.Targets.Find(webhook.Endpoint)!).Outcome;
            Assert.True(await _store.SaveAsync(outcome, cancellationToken));
            foreach (var wait in outcome.Conversions.Select(c => c.WaitForIdentity).Where(w => w > TimeSpan.Zero))
            {
                var due = _time.GetUtcNow() + wait;
                _waits.Enqueue(due, due);
            }

            if (outcome.Conversions.Count + outcome.Identities.Count > 0)
            {
                await DeliverAsync(cancellationToken);
            }
        }
    }

    private async Task PassTimeAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        while (_waits.TryPeek(out var due, out _) && due <= until)
        {
            _waits.Dequeue();
            if (due > _time.GetUtcNow())
            {
                _time.SetUtcNow(due);
            }

            if ((await _store.ReleaseDueAsync(most: 100, cancellationToken)).Released > 0)
            {
                await DeliverAsync(cancellationToken);
            }
        }

        if (until < DateTimeOffset.MaxValue && until > _time.GetUtcNow())
        {
            _time.SetUtcNow(until);
        }
    }

    private async Task DeliverAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in Lanes)
        {
            foreach (var entry in await _store.ClaimAsync(Destination, lane, 100, c => _hub.Requests.Freeze(c, _hub.Options.Destinations[Destination]), cancellationToken))
            {
                var request = StandInRequest.Read(entry.Body);
                Assert.Null(request.Problem);
                _cometly.Count(request);
                await _store.RecordAsync(AttemptRecord.Accepted(entry, _time.GetUtcNow()), cancellationToken);
            }
        }
    }
}
