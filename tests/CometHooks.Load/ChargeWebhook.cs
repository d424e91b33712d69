using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Receive;
using CometHooks.Sources;
using CometHooks.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Load;

/// <summary>The shipped sample of a charge as the mapping worker gets it, and the shipped mapping with its rule for it.</summary>
internal sealed class ChargeWebhook
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "config");

    private ChargeWebhook(MapTarget target, StoredWebhook webhook)
    {
        Target = target;
        Webhook = webhook;
        Rule = target.Mapping.Rules.Single(rule => rule.Name == "payment");
    }

    public MapTarget Target { get; }
    public StoredWebhook Webhook { get; }
    public Rule Rule { get; }

    public static ChargeWebhook Load()
    {
        const string name = "mappings/stripe.yaml";
        var mapping = MappingReader.Read(name, File.ReadAllText(Path.Combine(_folder, name)), []) ?? throw new InvalidOperationException("The shipped mapping has mistakes.");
        if (!SourceCatalog.BuiltIn(NullLogger.Instance).TryFind(mapping.Source, out var adapter))
        {
            throw new InvalidOperationException($"There is no source '{mapping.Source}'.");
        }

        var body = File.ReadAllBytes(Path.Combine(_folder, "samples/stripe/charge.succeeded.json"));
        var request = new WebhookRequest
        {
            Method = "POST",
            Url = new Uri("https://hooks.example.com/webhooks/stripe"),
            Headers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase),
            Body = body,
            ReceivedAt = DateTimeOffset.UnixEpoch.AddSeconds(1_772_446_531),
        };
        var read = adapter.Read(request)[0];
        return new ChargeWebhook(
            new MapTarget("stripe", new EndpointOptions { Source = mapping.Source }, adapter, mapping, "main", new DestinationOptions()),
            new StoredWebhook
            {
                Id = 1,
                Endpoint = "stripe",
                Source = mapping.Source,
                InboxKey = read.InboxKey,
                EventId = read.EventId,
                Type = read.Type,
                OccurredAt = read.OccurredAt,
                ReceivedAt = request.ReceivedAt,
                HeadersJson = "{}",
                Body = body,
                Lease = 1,
            });
    }
}
