using CometHooks.Receive;
using CometHooks.Sources;
using CometHooks.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Load.Traffic;

/// <summary>
/// The webhooks of a busy merchant, without end: payments that Stripe reports three times each, invoices, subscriptions,
/// orders, bookings. Each is signed and new, but for a share that the platforms send again.
/// </summary>
/// <param name="redelivered">The share that comes again.</param>
internal sealed class Trade(double redelivered)
{
    public const string Secret = "whsec_of_the_load_generator";
    public const string Shop = "load.myshopify.com";
    private const int Least = 3 * 1024;

    // How far back what comes again was first sent, at most.
    private const int Reach = 2000;

    // The first three share their ids: one payment.
    private static readonly SampleBody[] Round =
    [
        new("stripe", "charge.succeeded.json", Least),
        new("stripe", "payment_intent.succeeded.json", Least),
        new("stripe", "checkout.session.completed.json", Least),
        new("shopify", "orders_paid.express.json", Least),
        new("calendly", "invitee.created.json", Least),
        new("stripe", "invoice.paid.json", Least),
        new("shopify", "orders_paid.pos.json", Least),
        new("stripe", "customer.subscription.updated.renewal.json", Least),
    ];

    private static readonly Dictionary<string, FencedAdapter> Adapters = Round.Select(sample => sample.Source).Distinct().ToDictionary(
        source => source,
        source => SourceCatalog.BuiltIn(NullLogger.Instance).TryFind(source, out var adapter) ? adapter : throw new InvalidOperationException($"There is no source '{source}'."));

    private static readonly Dictionary<string, Endpoint> Endpoints = Adapters.ToDictionary(
        pair => pair.Key,
        pair => new Endpoint(pair.Key, new EndpointOptions { Source = pair.Key, Secrets = [Secret] }, pair.Value, offBecause: null));

    /// <summary>The average length of a body.</summary>
    public static int AverageLength { get; } = (int)Round.Average(sample => sample.Of(0).Length);

    /// <summary>The share that comes again.</summary>
    public double Share => redelivered;

    /// <summary>The webhook in this place of the stream, signed now.</summary>
    public WebhookRequest Request(int place)
    {
        var original = Original(place);
        var sample = Round[original % Round.Length];
        return SampleFolder.Request(Adapters[sample.Source], sample.Name, sample.Of(original / Round.Length), Secret, DateTimeOffset.UtcNow, Headers(sample.Source));
    }

    // The same place gives the same webhook in every run. What a redelivery repeats may be one itself: then what that repeats.
    private int Original(int place)
    {
        var random = new Random(place);
        return place > 0 && random.NextDouble() < redelivered ? Original(Math.Max(0, place - random.Next(1, Reach))) : place;
    }

    /// <summary>What the hub's inbox is given for it.</summary>
    public static IReadOnlyList<InboxEntry> Entries(WebhookRequest request)
    {
        var endpoint = Endpoints[request.Url.AbsolutePath["/webhooks/".Length..]];
        return WebhookEntries.Of(endpoint, request, Verification.Valid, endpoint.Adapter.Read(request));
    }

    private static Dictionary<string, string> Headers(string source)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = "hooks.example.com",
            ["User-Agent"] = "Load/1.0 (+https://example.com)",
            ["Accept"] = "*/*; q=0.5, application/json",
            ["Content-Type"] = "application/json; charset=utf-8",
        };
        if (source == "shopify")
        {
            headers["X-Shopify-Shop-Domain"] = Shop;
        }

        return headers;
    }
}
