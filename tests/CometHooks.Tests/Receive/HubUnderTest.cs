using System.Net.Http.Headers;
using System.Text;
using CometHooks.Receive;
using CometHooks.Store;
using CometHooks.Tests.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Core;

namespace CometHooks.Tests.Receive;

/// <summary>The hub on two free loopback ports, with what follows Receive held in memory.</summary>
internal sealed class HubUnderTest : IAsyncDisposable
{
    public const string Secret = "whsec_of_a_test";

    private readonly ConfigurationFolder _folder;

    private HubUnderTest(string yaml, Action<IServiceCollection>? stages)
    {
        _folder = new ConfigurationFolder(yaml, "m.yaml");
        var configuration = _folder.Load() ?? throw new InvalidOperationException(_folder.Text(_folder.Problems));
        App = CometHooksHost.Build(
            configuration,
            Adapters.Values,
            services =>
            {
                services.AddSingleton<IInbox>(Inbox).AddSingleton<IRecords>(Records).AddSingleton<ILogEventSink>(Log);
                stages?.Invoke(services);
            });
    }

    public Dictionary<string, TinyAdapter> Adapters { get; } = new[] { "stripe", "shopify", "calendly", "acme" }.ToDictionary(x => x, x => new TinyAdapter(x));

    public CollectingInbox Inbox { get; } = new();

    public CollectingRecords Records { get; } = new();

    public CollectingLog Log { get; } = new();

    public WebApplication App { get; }

    public HttpClient Webhooks { get; private set; } = null!;

    public HttpClient Admin { get; private set; } = null!;

    public RefusalCounts Refusals => App.Services.GetRequiredService<RefusalCounts>();

    /// <param name="endpoints">The lines under <c>endpoints:</c>, each one endpoint in flow style.</param>
    /// <param name="further">Further lines of the file.</param>
    /// <param name="before">Runs before the start.</param>
    /// <param name="stages">Further services.</param>
    public static async Task<HubUnderTest> StartAsync(string? endpoints = null, string further = "", Action<HubUnderTest>? before = null, Action<IServiceCollection>? stages = null)
    {
        var hub = new HubUnderTest($"""
            listen: {"{"} webhooks: "http://127.0.0.1:0", admin: "http://127.0.0.1:0" {"}"}
            destinations:
              main: {"{"} token: t {"}"}
            endpoints:
              {endpoints ?? EndpointLine("stripe", "stripe")}
            {further}
            """, stages);
        before?.Invoke(hub);
        await hub.App.StartAsync(TestContext.Current.CancellationToken);
        var listeners = hub.App.Services.GetRequiredService<Listeners>();
        hub.Webhooks = new HttpClient { BaseAddress = listeners.Webhooks };
        hub.Admin = new HttpClient { BaseAddress = listeners.Admin };
        return hub;
    }

    public static string EndpointLine(string name, string source, string more = "") =>
        $"{name}: {{ source: {source}, secrets: [{Secret}], mapping: m.yaml, destination: main{(more.Length > 0 ? ", " + more : "")} }}";

    /// <summary>Posts a body with a right signature.</summary>
    public Task<HttpResponseMessage> PostAsync(string body, string path = "webhooks/stripe", DateTimeOffset? signedAt = null) =>
        SendAsync(path, Encoding.UTF8.GetBytes(body), Signatures.SignTimestamped(Encoding.UTF8.GetBytes(body), Secret, signedAt ?? DateTimeOffset.UtcNow));

    /// <summary>Posts bytes with the signature header as given; null for none.</summary>
    public async Task<HttpResponseMessage> SendAsync(string path, byte[] body, string? signature, bool isChunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = isChunked ? new StreamContent(new MemoryStream(body)) : new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = isChunked;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (signature is not null)
        {
            request.Headers.Add(TinyAdapter.Header, signature);
        }

        return await Webhooks.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Webhooks?.Dispose();
        Admin?.Dispose();
        await App.DisposeAsync();
        _folder.Dispose();
    }
}
