using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using CometHooks.Deliver;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Operate.Metrics;

/// <summary>
/// What happens, counted where it happens. Tags are names of the configuration and words of closed lists: nothing that
/// comes from outside may become a series of its own.
/// </summary>
internal static class HubMeter
{
    public const string Name = "CometHooks";

    private static readonly Meter _meter = new(Name);

    private static readonly Counter<long> _accepted = _meter.CreateCounter<long>("comethooks.requests.accepted", description: "Requests whose webhook is on disk, by endpoint and whether it was new.");

    private static readonly Counter<long> _refused = _meter.CreateCounter<long>("comethooks.requests.refused", description: "Requests that were not kept, by endpoint, reason and status.");

    private static readonly Counter<long> _webhooks = _meter.CreateCounter<long>("comethooks.webhooks.ended", description: "Webhooks by the state in which they ended.");

    private static readonly Counter<long> _conversions = _meter.CreateCounter<long>("comethooks.conversions.ended", description: "Conversions by the state in which they ended.");

    private static readonly Counter<long> _attempts = _meter.CreateCounter<long>("comethooks.attempts", description: "Requests to destinations, by outcome and status.");

    private static readonly Histogram<double> _attemptDuration = _meter.CreateHistogram(
        "comethooks.attempt.duration", "s", "How long a destination took to answer.", tags: null, Buckets(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30));

    private static readonly Histogram<double> _commitDuration = _meter.CreateHistogram(
        "comethooks.commit.duration", "s", "How long a group commit took, its writes and its sync.", tags: null, Buckets(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5));

    private static readonly Histogram<double> _commitSize = _meter.CreateHistogram(
        "comethooks.commit.size", "{write}", "How many writes shared a commit.", tags: null, Buckets(1, 2, 4, 8, 16, 32, 64, 128, 256));

    /// <summary>A request was answered 200.</summary>
    /// <param name="endpoint">Its endpoint.</param>
    /// <param name="outcome">stored or duplicate.</param>
    public static void Accepted(string endpoint, string outcome) => _accepted.Add(1, Tag("endpoint", endpoint), Tag("outcome", outcome));

    /// <summary>A request was answered anything else.</summary>
    public static void Refused(string? endpoint, string reason, int status) =>
        _refused.Add(1, Tag("endpoint", endpoint ?? "(none)"), Tag("reason", RefusalReasons.Known(reason)), Tag("status", Number(status)));

    /// <summary>A webhook came to its end.</summary>
    public static void Ended(string endpoint, WebhookState state) => _webhooks.Add(1, Tag("endpoint", endpoint), Tag("state", Words.Of(state)));

    /// <summary>A conversion came to its end.</summary>
    public static void Ended(string destination, string eventName, ConversionState state) =>
        _conversions.Add(1, Tag("destination", destination), Tag("event_name", eventName), Tag("state", Words.Of(state)));

    /// <summary>A destination answered, or did not.</summary>
    public static void Attempted(string destination, DeliveryResult result)
    {
        _attempts.Add(1, Tag("destination", destination), Tag("outcome", Words.Of(result.Outcome)), Tag("status", result.Status is { } status ? Number(status) : "none"));
        _attemptDuration.Record(Math.Max(0, (result.EndedAt - result.StartedAt).TotalSeconds), Tag("destination", destination));
    }

    /// <summary>So many writes are on disk together.</summary>
    /// <param name="writes">How many.</param>
    /// <param name="began">By <see cref="Stopwatch.GetTimestamp"/>.</param>
    public static void Committed(int writes, long began)
    {
        _commitSize.Record(writes);
        _commitDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static InstrumentAdvice<double> Buckets(params double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };
}
