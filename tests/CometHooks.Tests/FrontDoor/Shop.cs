using System.Collections.Concurrent;
using System.Text.Json;
using CometHooks.Sources;
using CometHooks.Stripe;

namespace CometHooks.Tests.FrontDoor;

/// <summary>A platform that posts charges, each about a payment of its own, and knows which were acknowledged.</summary>
internal sealed class Shop : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly StripeAdapter _adapter = new();

    /// <summary>Every charge that was ever posted: event id → body.</summary>
    public ConcurrentDictionary<string, byte[]> Posted { get; } = new(StringComparer.Ordinal);

    /// <summary>The ids of the events that the hub said it has.</summary>
    public ConcurrentDictionary<string, bool> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Posts a fresh charge. Whether it was acknowledged: a hub that died gives no answer.</summary>
    public Task<bool> SellAsync(Uri hub)
    {
        var body = FreshIds.In(SampleBody.Of("stripe/charge.succeeded.json"));
        var id = JsonElement.Parse(body).GetProperty("id").GetString()!;
        Posted[id] = body;
        return PostAsync(hub, id);
    }

    /// <summary>Posts all again that was not acknowledged, as Stripe would.</summary>
    public async Task RetryAsync(Uri hub)
    {
        foreach (var id in Posted.Keys.Where(id => !Acknowledged.ContainsKey(id)))
        {
            Assert.True(await PostAsync(hub, id), id);
        }
    }

    /// <summary>Posts one again that was acknowledged, or not.</summary>
    public async Task<PostedWebhook> RedeliverAsync(Uri hub, string id)
    {
        var request = SampleFolder.Request(_adapter, "charge.succeeded.json", Posted[id], HubFolder.Secret, TimeProvider.System.GetUtcNow());
        using var message = SampleMessage.Of(request, new Uri(hub, "/webhooks/stripe"));
        using var answer = await _client.SendAsync(message, TestContext.Current.CancellationToken);
        return PostedWebhook.Read((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _client.Dispose();

    private async Task<bool> PostAsync(Uri hub, string id)
    {
        try
        {
            return (await RedeliverAsync(hub, id)).Status == 200 && Acknowledged.TryAdd(id, true);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
