using System.Text.Json.Nodes;
using CometHooks.Cli;
using CometHooks.Operate.Mappings;
using CometHooks.Receive;
using CometHooks.Sources;
using CometHooks.Store;
using CometHooks.Store.Sql;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.Receive;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Serilog.Core;

namespace CometHooks.Tests.FrontDoor;

/// <summary>The whole hub on two free loopback ports, over the store and the configuration of a folder.</summary>
internal sealed class RunningHub : IAsyncDisposable
{
    private readonly ConfiguredHub _configured;
    private readonly SqlStore _store;
    private readonly WebApplication _app;
    private readonly TimeProvider _platform;
    private readonly HttpClient _client = new();

    private RunningHub(ConfiguredHub configured, SqlStore store, TimeProvider time, TimeProvider platform, Action<IServiceCollection>? further)
    {
        _platform = platform;
        _configured = configured;
        _store = store;
        _app = CometHooksHost.Build(configured, store, services =>
        {
            services.AddSingleton<ILogEventSink>(Log);
            services.AddSingleton(time);
            further?.Invoke(services);
        });
    }

    public CollectingLog Log { get; } = new();

    public IRecords Records => _store;

    public IArchive Archive => _store;

    /// <summary>What the hub is made of.</summary>
    public IServiceProvider Services => _app.Services;

    private Listeners Listeners => _app.Services.GetRequiredService<Listeners>();

    /// <param name="folder">Configuration and store.</param>
    /// <param name="further">What stands in for parts of the hub.</param>
    /// <param name="later">How far the hub's clock is ahead of this machine's.</param>
    /// <param name="isBroken">Whether a mapping file is broken: the hub goes on with what its store has.</param>
    /// <param name="waits">Whether the shipped mappings wait for identities as they do in earnest.</param>
    /// <param name="clock">The clock of the hub and of the platforms; null: this machine's.</param>
    public static async Task<RunningHub> StartAsync(HubFolder folder, Action<IServiceCollection>? further = null, TimeSpan later = default, bool waits = false, bool isBroken = false, TimeProvider? clock = null)
    {
        if (!waits)
        {
            folder.SendAtOnce();
        }

        var time = clock ?? new LaterTime(later);
        var configured = folder.Load();
        Assert.Equal(isBroken, configured.Problems.Count > 0);
        var store = await StoreOpening.OpenAsync(configured.Options.Store, time, NullLogger.Instance);
        Assert.Empty(await StartMappings.ChooseAsync(
            store, configured.Mappings, configured.BrokenMappings, configured.Targets, configured.Examples, time, NullLogger.Instance, TestContext.Current.CancellationToken));
        var hub = new RunningHub(configured, store, time, clock ?? TimeProvider.System, further);
        await hub._app.StartAsync(TestContext.Current.CancellationToken);
        return hub;
    }

    /// <summary>The admin's address.</summary>
    public Uri Admin => Listeners.Admin;

    public Uri Url(string path) => new(Listeners.Webhooks, path);

    /// <summary>Posts a sample, signed now, to its source's endpoint or to the one named.</summary>
    public Task<PostedWebhook> PostAsync(string sample, string? endpoint = null) => PostAsync(sample, SampleBody.Of(sample), endpoint);

    /// <summary>Posts a body as if it were this sample, signed now.</summary>
    public async Task<PostedWebhook> PostAsync(string sample, byte[] body, string? endpoint = null)
    {
        using var message = Signed(sample, body, endpoint);
        return await SendAsync(message);
    }

    /// <summary>The same, not sent yet.</summary>
    public HttpRequestMessage Signed(string sample, byte[] body, string? endpoint = null)
    {
        var source = sample.Split('/')[0];
        Assert.True(_configured.Sources.TryFind(source, out var adapter), source);
        var request = SampleFolder.Request(adapter, Path.GetFileName(sample), body, HubFolder.Secret, _platform.GetUtcNow());
        return SampleMessage.Of(request, Url(endpoint is null ? $"/webhooks/{source}" : $"/webhooks/{source}/{endpoint}"));
    }

    public async Task<PostedWebhook> SendAsync(HttpRequestMessage message)
    {
        using var answer = await _client.SendAsync(message, TestContext.Current.CancellationToken);
        return PostedWebhook.Read((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The details of <c>/readyz</c>, whether it is ready or not.</summary>
    public async Task<JsonNode> ReadyAsync()
    {
        using var answer = await _client.GetAsync(new Uri(Listeners.Admin, "/readyz"), TestContext.Current.CancellationToken);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The webhook when this holds of it.</summary>
    public async Task<WebhookRecord> WhenAsync(PostedWebhook posted, Func<WebhookRecord, bool> holds, string what)
    {
        Assert.True(posted.Id is not null, $"{posted.Status} {posted.Text}");
        WebhookRecord? webhook = null;
        await Until.True(
            async () => (webhook = await _store.FindAsync(posted.Id.Value, TestContext.Current.CancellationToken)) is not null && holds(webhook),
            $"webhook {posted.Id} {what}");
        return webhook!;
    }

    /// <summary>The webhook when it is mapped and nothing of it waits to be delivered.</summary>
    public Task<WebhookRecord> EndedAsync(PostedWebhook posted) =>
        WhenAsync(posted, w => w.State != WebhookState.Stored && w.Conversions.All(c => c.State != ConversionState.Pending), "ended");

    /// <summary>Posts a sample and waits for its end.</summary>
    public async Task<WebhookRecord> EndedAsync(string sample, string? endpoint = null) => await EndedAsync(await PostAsync(sample, endpoint));

    public Task StopAsync() => _app.StopAsync(CancellationToken.None);

    /// <summary>Stops as the process would: first the host, then the store.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }
}
