using CometHooks.Cli;
using CometHooks.Proof.Hubs;
using CometHooks.Receive;
using CometHooks.Sources;
using CometHooks.Store;
using CometHooks.Store.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Proof.Outages;

/// <summary>
/// The whole hub in this process, on a real SQLite file, by a clock that stands until it is told how much time has passed.
/// What is left out is HTTP in front: webhooks enter where their bytes have been read.
/// </summary>
internal sealed class OutageHub : IAsyncDisposable
{
    private readonly SqliteStore _store;
    private readonly WebApplication _app;

    private OutageHub(FakeTimeProvider time, SqliteStore store, ConfiguredHub hub)
    {
        Time = time;
        _store = store;
        Inbox = new WatchedInbox(store);
        Outbox = new WatchedOutbox(store);
        _app = CometHooksHost.Build(hub, store, services => services.AddSingleton<TimeProvider>(time).AddSingleton<IInbox>(Inbox).AddSingleton<IOutbox>(Outbox));
    }

    public FakeTimeProvider Time { get; }

    public WatchedInbox Inbox { get; }

    public WatchedOutbox Outbox { get; }

    public IArchive Archive => _store;

    public static async Task<OutageHub> StartAsync(HubFolder folder, FakeTimeProvider time, CancellationToken cancellationToken)
    {
        folder.SendAtOnce();
        var hub = folder.Load();
        if (hub.Problems.Count > 0)
        {
            throw new InvalidOperationException(string.Join('\n', hub.Problems));
        }

        var started = new OutageHub(time, await SqliteStore.OpenAsync(hub.Options.Store, time, NullLogger.Instance), hub);
        await started._app.StartAsync(cancellationToken);
        return started;
    }

    /// <summary>The webhook with this body, signed now. Gives the answer's status.</summary>
    public async Task<int> PostAsync(string sample, byte[] body)
    {
        var endpoint = _app.Services.GetRequiredService<EndpointCatalog>().Find(sample.Split('/')[0], name: null)!;
        var request = SampleFolder.Request(endpoint.Adapter, Path.GetFileName(sample), body, HubFolder.Secret, Time.GetUtcNow());
        var seen = await endpoint.ExamineAsync(request);
        return seen.Verification is { Result: VerificationResult.Valid } verification
            ? (await _app.Services.GetRequiredService<WebhookKeeper>().KeepAsync(endpoint, request, verification, seen.Events)).Status
            : 401;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }
}
