using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Operate.Traces;

/// <summary>
/// One trace for each webhook: its receipt, its mapping, each answer of a destination. The trace's id is made of the
/// webhook's, so that what happens days later, after a restart or in another instance belongs to it, and no column is
/// needed. Without an exporter each call is one comparison. Tags are names of the configuration, numbers and states.
/// </summary>
internal static class HubTraces
{
    public const string Name = "CometHooks";

    private static readonly ActivitySource _source = new(Name);

    // The spans of the last receipts, for those that come after them. Older ones have a parent that only the trace knows.
    private static readonly Receipt?[] _receipts = new Receipt?[4096];
    private static byte[] _key = [];

    [ThreadStatic]
    private static ActivityTraceId? _next;

    /// <summary>Traces are exported from now on.</summary>
    /// <param name="key">The store's: two stores count their webhooks alike, and their traces must not meet.</param>
    public static void Use(byte[] key)
    {
        _key = key;

        // The receipt is the trace's root, and a root's id can be chosen in no other way.
        Activity.TraceIdGenerator = static () => _next ?? ActivityTraceId.CreateRandom();
    }

    /// <summary>A webhook was kept. Its number is known only now, so the span is made with hindsight.</summary>
    public static void Received(long webhook, string endpoint, string? type, string outcome, DateTimeOffset began)
    {
        if (!_source.HasListeners())
        {
            return;
        }

        var around = Activity.Current;
        try
        {
            // The web server's own span is no part of it.
            Activity.Current = null;
            _next = TraceIdOf(webhook);
            using var span = _source.StartActivity("receive", ActivityKind.Server, parentContext: default, startTime: began);
            if (span is null)
            {
                return;
            }

            span.SetTag("comethooks.webhook", webhook).SetTag("comethooks.endpoint", endpoint).SetTag("comethooks.type", type).SetTag("comethooks.outcome", outcome);
            if (outcome == "stored")
            {
                _receipts[webhook % _receipts.Length] = new Receipt(webhook, span.SpanId);
            }
        }
        finally
        {
            _next = null;
            Activity.Current = around;
        }
    }

    /// <summary>A webhook is mapped now; null where nobody listens.</summary>
    public static Activity? Map(StoredWebhook webhook) => _source.HasListeners()
        ? Start("map", ActivityKind.Internal, webhook.Id)?.SetTag("comethooks.webhook", webhook.Id).SetTag("comethooks.endpoint", webhook.Endpoint)
        : null;

    /// <summary>So it ended.</summary>
    public static void Ended(this Activity span, MappingOutcome outcome) =>
        span.SetTag("comethooks.state", Words.Of(outcome.State))
            .SetTag("comethooks.conversions", outcome.Conversions.Count)
            .SetStatus(outcome.State == WebhookState.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Unset);

    /// <summary>A conversion is sent now; null where nobody listens.</summary>
    public static Activity? Deliver(OutboxEntry entry) => _source.HasListeners()
        ? Start("deliver", ActivityKind.Client, entry.WebhookId)?
            .SetTag("comethooks.webhook", entry.WebhookId)
            .SetTag("comethooks.conversion", entry.Id)
            .SetTag("comethooks.event_name", entry.EventName)
            .SetTag("comethooks.destination", entry.Destination)
            .SetTag("comethooks.attempt", entry.Attempts + 1)
        : null;

    /// <summary>So the destination answered.</summary>
    public static void Answered(this Activity span, DeliveryResult result) =>
        span.SetTag("comethooks.outcome", Words.Of(result.Outcome))
            .SetTag("http.response.status_code", result.Status)
            .SetStatus(result.Outcome == DeliveryOutcome.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error);

    private static Activity? Start(string name, ActivityKind kind, long webhook)
    {
        var root = _receipts[webhook % _receipts.Length] is { } receipt && receipt.Webhook == webhook ? receipt.Span : ActivitySpanId.CreateFromBytes(Hash(webhook).AsSpan(16, 8));
        return _source.StartActivity(name, kind, new ActivityContext(TraceIdOf(webhook), root, ActivityTraceFlags.Recorded, isRemote: true));
    }

    private static ActivityTraceId TraceIdOf(long webhook) => ActivityTraceId.CreateFromBytes(Hash(webhook).AsSpan(0, 16));

    private static byte[] Hash(long webhook) => HMACSHA256.HashData(_key, System.Text.Encoding.UTF8.GetBytes(webhook.ToString(CultureInfo.InvariantCulture)));

    private sealed record Receipt(long Webhook, ActivitySpanId Span);
}
