using CometHooks.Cli;
using CometHooks.Cli.Demo;
using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Operate.Rehearse;
using CometHooks.Receive;
using CometHooks.Sources;
using CometHooks.Store;
using CometHooks.Store.Sqlite;
using CometHooks.Tests.Samples;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Tests.Permutations;

/// <summary>
/// The path from an authentic event to Cometly without sockets: one store in memory, a clock that is moved by hand, and
/// for each destination a stand-in that tells duplicates apart as Cometly does.
/// </summary>
internal sealed class MemoryHub : IAsyncDisposable
{
    private const int Batch = 256;

    private static readonly Lane[] Lanes = Enum.GetValues<Lane>();

    private readonly RehearsalClock _clock;
    private readonly SqliteStore _store;
    private readonly Dictionary<string, MapTarget> _targets;
    private readonly Dictionary<string, StandInLedger> _cometly = new(StringComparer.Ordinal);

    private MemoryHub(RehearsalClock clock, SqliteStore store, IEnumerable<MapTarget> targets)
    {
        _clock = clock;
        _store = store;
        _targets = targets.ToDictionary(t => t.Endpoint, StringComparer.Ordinal);
        foreach (var target in _targets.Values)
        {
            _cometly.TryAdd(target.DestinationName, new StandInLedger());
        }
    }

    /// <summary>The shipped configuration: its mappings and the writer of bodies.</summary>
    public static ConfiguredHub Shipped { get; } = ConfiguredHub.Load(ShippedFiles.Folder, new Dictionary<string, string>(StringComparer.Ordinal));

    public static async Task<MemoryHub> StartAsync(DateTimeOffset start, params IEnumerable<MapTarget> targets)
    {
        var clock = new RehearsalClock(start);
        return new MemoryHub(clock, await SqliteStore.OpenInMemoryAsync(clock, NullLogger.Instance), targets);
    }

    /// <summary>A shipped mapping at an endpoint of this name.</summary>
    public static MapTarget Target(string mapping, string endpoint = "stripe", string destination = "main", string ledger = "", params IReadOnlyList<string> accounts)
    {
        var shipped = Shipped.AllTargets.Single(t => t.Mapping.Name == mapping);
        return shipped with
        {
            Endpoint = endpoint,
            Options = new EndpointOptions { Source = shipped.Adapter.Source, Ledger = ledger, Accounts = accounts },
            DestinationName = destination,
            Destination = new DestinationOptions(),
        };
    }

    /// <summary>What Cometly counted at the destination.</summary>
    public IReadOnlyList<StandInRequest> Effects(string destination = "main") => _cometly[destination].Effects;

    /// <summary>Takes events that arrive now, maps them and delivers what is due.</summary>
    public Task TakeAsync(string endpoint, params IEnumerable<ReadOnlyMemory<byte>> bodies) => TakeAsync(endpoint, "event.json", bodies);

    /// <param name="endpoint">Where they arrive.</param>
    /// <param name="sample">The sample's file name: some platforms name the type in a header.</param>
    /// <param name="bodies">The events.</param>
    public async Task TakeAsync(string endpoint, string sample, IEnumerable<ReadOnlyMemory<byte>> bodies)
    {
        var target = _targets[endpoint];
        var receiver = new Endpoint(endpoint, target.Options, target.Adapter, offBecause: null);
        foreach (var chunk in bodies.Chunk(Batch))
        {
            var entries = chunk.SelectMany(body => Entries(receiver, SampleFolder.Request(target.Adapter, sample, body, secret: null, _clock.GetUtcNow()))).ToList();
            await _store.AddAsync(entries, TestContext.Current.CancellationToken);
            await MapAsync();
        }

        await DeliverAsync();
    }

    /// <summary>Lets time pass, and ends what waited long enough.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        while ((await _store.ReleaseDueAsync(Batch, TestContext.Current.CancellationToken)).Released > 0)
        {
        }

        await DeliverAsync();
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static IReadOnlyList<InboxEntry> Entries(Endpoint receiver, WebhookRequest request) =>
        WebhookEntries.Of(receiver, request, Verification.Valid, receiver.Adapter.Read(request));

    private async Task MapAsync()
    {
        while (await _store.ClaimAsync(Batch, TestContext.Current.CancellationToken) is { Count: > 0 } claimed)
        {
            // Handed over in order and committed together, as by a mapper that does not wait for each commit.
            var saved = claimed.Select(webhook => _store.SaveAsync(WebhookMapper.Map(webhook, _targets[webhook.Endpoint]).Outcome, TestContext.Current.CancellationToken)).ToList();
            Assert.All(await Task.WhenAll(saved), Assert.True);
        }
    }

    private async Task DeliverAsync()
    {
        foreach (var (destination, cometly) in _cometly)
        {
            foreach (var lane in Lanes)
            {
                while (await _store.ClaimAsync(destination, lane, Batch, c => Shipped.Requests.Freeze(c, new DestinationOptions()), TestContext.Current.CancellationToken) is { Count: > 0 } due)
                {
                    due.ToList().ForEach(entry => cometly.Count(StandInRequest.Read(entry.Body)));
                    await Task.WhenAll(due.Select(entry => _store.RecordAsync(AttemptRecord.Accepted(entry, _clock.GetUtcNow()), TestContext.Current.CancellationToken)));
                }
            }
        }
    }
}
