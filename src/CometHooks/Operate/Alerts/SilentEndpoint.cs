using CometHooks.Operate.Metrics;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>An endpoint at which webhooks used to come, and none does: a platform switches off what failed too often, and says it in an e-mail at most.</summary>
internal sealed class SilentEndpoint(IAlerts store, EndpointLife life, AlertOptions options) : IAlertCondition
{
    private const int LeastHours = 12;
    private const double LongerThanEver = 1.5;
    private static readonly TimeSpan Memory = TimeSpan.FromDays(14);
    private static readonly TimeSpan LearnEvery = TimeSpan.FromHours(1);
    private Dictionary<string, TimeSpan> _pauses = new(StringComparer.Ordinal);
    private DateTimeOffset? _learnedAt;

    public string Name => "silence";

    public async Task<IReadOnlyList<Finding>> FindAsync(HubReading now, CancellationToken cancellationToken)
    {
        if (options.Silence == TimeSpan.Zero)
        {
            return [];
        }

        if (!(now.At - _learnedAt < LearnEvery))
        {
            var hours = await store.ActiveHoursAsync(now.At - Memory, cancellationToken);
            _pauses = hours.Where(h => h.Value.Count >= LeastHours).ToDictionary(h => h.Key, h => LongestPause(h.Value), StringComparer.Ordinal);
            _learnedAt = now.At;
        }

        return
        [
            .. life.Expected
                .Where(e => _pauses.ContainsKey(e) && now.LastWebhooks.ContainsKey(e))
                .Select(e => (Endpoint: e, Silence: now.At - now.LastWebhooks[e].ReceivedAt))
                .Where(s => s.Silence > Limit(s.Endpoint))
                .Select(s => new Finding(s.Endpoint, "warning", $"Nothing came to endpoint {s.Endpoint} for {Span.Of(s.Silence)}; it was never silent for longer than {Span.Of(_pauses[s.Endpoint])}", "/endpoints")),
        ];
    }

    // What was learned fades while nothing comes; only a webhook ends it.
    public bool IsOver(OpenAlert alert, HubReading now) => life.IsBack(alert, now) || options.Silence == TimeSpan.Zero;

    private TimeSpan Limit(string endpoint) => _pauses[endpoint] * LongerThanEver is var learned && learned > options.Silence ? learned : options.Silence;

    private static TimeSpan LongestPause(IReadOnlyList<DateTimeOffset> hours) => hours.Zip(hours.Skip(1), (before, after) => after - before).Max();
}
