using CometHooks.Cli.Demo;
using CometHooks.Store;

namespace CometHooks.Proof.Check;

/// <summary>
/// Compares what clients were told with what the stand-in recorded. The hub is asked for one thing only, and not believed
/// where the stand-in knows better: why an acknowledged event had no effect of its own.
/// </summary>
internal sealed class Checker(History history, IReadOnlyList<StandInRequest> requests, IReadOnlyList<StandInRequest> effects)
{
    private readonly IReadOnlyDictionary<string, Sent> _sent = history.Sent;
    private readonly List<string> _lost = [];
    private readonly List<string> _unfounded = [];
    private readonly List<string> _tooEarly = [];

    /// <summary>The stand-in may count, say nothing, and refuse the next attempt: then the hub must know that the one before may have landed.</summary>
    public bool RefusesWhatItCounted { get; init; }

    /// <param name="hub">Where the hub shows what became of an event.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<Invariants> CheckAsync(IArchive hub, CancellationToken cancellationToken)
    {
        var orders = _sent.Values.Where(e => e.Order is not null).ToLookup(e => e.Order!, e => e.About, StringComparer.Ordinal);
        var counted = effects.Select(e => (Effect: e, About: AboutOf(e, orders))).ToList();
        foreach (var (effect, _) in counted.Where(c => c.About is null))
        {
            _unfounded.Add($"{effect.EventName} under the key {effect.IdempotencyKey}");
        }

        foreach (var forged in history.Told.Where(t => t is { Genuine: false, IsAcknowledged: true }))
        {
            _unfounded.Add($"{forged.Event} has a wrong signature and was answered {forged.Status}");
        }

        var sales = counted.Where(c => c.About is not null).ToLookup(c => (About: c.About!, Name: c.Effect.EventName!), c => c.Effect.IdempotencyKey);
        var acknowledged = history.Told.Where(t => t is { Genuine: true, IsAcknowledged: true }).Select(t => t.Event).ToHashSet(StringComparer.Ordinal);
        var shown = new List<(string Id, ConversionRecord Conversion)>();
        foreach (var id in acknowledged)
        {
            shown.AddRange((await ShownAsync(id, hub, cancellationToken)).Select(c => (id, c)));
        }

        Explain(shown, [.. sales.Select(s => s.Key)]);
        return new Invariants
        {
            Acknowledged = acknowledged.Count,
            Effects = effects.Count,
            SentAgain = requests.Count - requests.DistinctBy(r => r.IdempotencyKey).Count(),
            Lost = _lost,
            Doubled = [.. sales.Where(s => s.Count() > 1).Select(s => $"{s.Key.Name} of {s.Key.About}: keys {string.Join(", ", s)}")],
            Unfounded = _unfounded,
            TooEarly = _tooEarly,
        };
    }

    private async Task<IEnumerable<ConversionRecord>> ShownAsync(string id, IArchive hub, CancellationToken cancellationToken)
    {
        var found = (await hub.SearchAsync(id, most: 5, cancellationToken)).Where(w => w.EventId == id).ToList();
        if (found.Count == 0)
        {
            _lost.Add($"{id}: the hub does not know it");
            _tooEarly.Add($"{id}: acknowledged, and not in the store");
        }

        _lost.AddRange(found.Where(w => w.State == WebhookState.Stored).Select(_ => $"{id}: still waits to be mapped"));
        _lost.AddRange(found.Where(w => w.State is WebhookState.Failed or WebhookState.Unreadable or WebhookState.Late && w.Reason is null).Select(w => $"{id}: {Words.Of(w.State)} without a reason"));
        return found.SelectMany(w => w.Conversions);
    }

    // What the hub says of each conversion, held against what the stand-in saw.
    private void Explain(List<(string Id, ConversionRecord Conversion)> shown, HashSet<(string About, string Name)> counted)
    {
        var keys = effects.Select(e => e.IdempotencyKey).ToHashSet(StringComparer.Ordinal);
        var named = effects.Select(e => (e.IdempotencyKey, e.EventName)).ToHashSet();
        (string About, string Name) Sale((string Id, ConversionRecord Conversion) of) => (_sent[of.Id].About, of.Conversion.EventName);

        // Where the one that stands for the sale cannot go, its siblings say no more than that they wait behind it.
        var ended = shown.Where(s => s.Conversion is { State: ConversionState.Dead or ConversionState.Rejected or ConversionState.Excluded, Reason: not null }).Select(Sale).ToHashSet();
        foreach (var one in shown)
        {
            var isExplained = one.Conversion.State switch
            {
                ConversionState.Delivered => keys.Contains(one.Conversion.IdempotencyKey),
                ConversionState.Suppressed or ConversionState.Replaced => counted.Contains(Sale(one)) || ended.Contains(Sale(one)),
                ConversionState.Excluded or ConversionState.Rejected or ConversionState.Dead => one.Conversion.Reason is not null,
                _ => false,
            };

            // What the stand-in refused it did not count before, so whoever tells that it was refused tells a stale answer.
            if (one.Conversion.State == ConversionState.Rejected && !(RefusesWhatItCounted && one.Conversion.MayHaveLanded) && named.Contains((one.Conversion.IdempotencyKey, one.Conversion.EventName)))
            {
                _lost.Add($"{one.Id}: {one.Conversion.EventName} is rejected ({one.Conversion.Reason}), and yet the stand-in counted it");
            }

            if (!isExplained)
            {
                _lost.Add($"{one.Id}: {one.Conversion.EventName} is {Words.Of(one.Conversion.State)}, and the stand-in knows nothing of it");
            }
        }
    }

    // A key is the event's id, perhaps with something behind it; else the order tells.
    private string? AboutOf(StandInRequest effect, ILookup<string, string> orders)
    {
        for (var key = effect.IdempotencyKey; key is not null; key = key.LastIndexOf(':') is var at and >= 0 ? key[..at] : null)
        {
            if (_sent.TryGetValue(key, out var e))
            {
                return e.About;
            }
        }

        return effect.OrderId is { } order ? orders[order].FirstOrDefault() : null;
    }
}
