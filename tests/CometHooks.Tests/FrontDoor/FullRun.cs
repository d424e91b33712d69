using System.Text;
using CometHooks.Cli.Demo;
using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.Samples;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Every sample, and everything that can go wrong, at a hub that logs all it can.</summary>
public sealed class FullRun : IAsyncLifetime
{
    private const string Charge = "stripe/charge.succeeded.json";

    private CometlyStandIn _cometly = null!;
    private HubFolder _folder = null!;

    internal RunningHub Hub { get; private set; } = null!;

    /// <summary>Every signature that was sent, right or wrong.</summary>
    internal List<string> Signatures { get; } = [];

    internal int Posts { get; private set; }

    /// <summary>All that the store has when nothing moves any more.</summary>
    internal IReadOnlyList<WebhookRecord> Webhooks { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        _folder = Configure(_cometly.Url);

        // A retry would come after half a minute: not while this runs.
        Hub = await RunningHub.StartAsync(_folder, services => services.AddSingleton(new RetrySchedule(new FixedRandom(1))));
        _cometly.Answer(context => EchoAsync(context, 422));
        _cometly.Answer(context => EchoAsync(context, 500));
        _cometly.Answer(context => Misbehaviour.AnswerAsync(context, "hangs"));
        foreach (var sample in ShippedFiles.Samples)
        {
            await PostAsync(sample, SampleBody.Of(sample));
        }

        await PostAsync(Charge, SampleBody.Of(Charge));
        await PostAsync(Charge, SampleBody.Of(Charge), endpoint: "failing");
        await PostAsync(Charge, Encoding.UTF8.GetBytes("""{"object":"event","customer":"ada@example.com" """));
        await PostAsync(Charge, SampleBody.Of(Charge), tamper: true);
        await PostAsync("shopify/orders_paid.json", SampleBody.Of("shopify/orders_paid.json"), tamper: true);
        await PostAsync(Charge, new byte[6 * 1024 * 1024]);
        await Until.True(IsQuietAsync, "all is mapped and tried");
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        await _cometly.DisposeAsync();
        _folder.Dispose();
    }

    private static HubFolder Configure(string cometlyUrl)
    {
        var folder = new HubFolder(cometlyUrl);
        folder.Environment["Log__level"] = "debug";
        folder.Environment["Destinations__main__timeout"] = "1s";
        folder.Write("mappings/failing.yaml", """
            version: 1
            source: stripe
            payload: data.object
            rules:
              - { name: r, on: charge.succeeded, when: billing_details.email > 5, send: purchase, once_per: billing_details.email }
            """);
        var failing = HubFolder.Endpoint("failing", "stripe").Replace("stripe.yaml", "failing.yaml", StringComparison.Ordinal);
        return folder.Configure([.. ((string[])["stripe", "shopify", "calendly"]).Select(s => HubFolder.Endpoint(s, s)), failing]);
    }

    private async Task PostAsync(string sample, byte[] body, string? endpoint = null, bool tamper = false)
    {
        using var message = Hub.Signed(sample, body, endpoint);
        Signatures.AddRange(message.Headers
            .Where(h => h.Key.Contains("signature", StringComparison.OrdinalIgnoreCase) || h.Key.Contains("hmac", StringComparison.OrdinalIgnoreCase))
            .SelectMany(h => h.Value)
            .Select(v => v.Split("v1=")[^1]));
        if (tamper)
        {
            body[body.Length / 2] ^= 1;
        }

        await Hub.SendAsync(message);
        Posts++;
    }

    private async Task<bool> IsQuietAsync()
    {
        Webhooks = await Hub.Archive.NewestAsync(endpoint: null, most: 1000, TestContext.Current.CancellationToken);
        return Webhooks.All(w => w.State != WebhookState.Stored && w.Conversions.All(c => c.State != ConversionState.Pending || c.Attempts.Count > 0));
    }

    // As validators do: it repeats what it was sent.
    private static async Task EchoAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync("""{"message":"ada@example.com ben@example.org cora@example.net are not valid."}""", context.RequestAborted);
    }
}
