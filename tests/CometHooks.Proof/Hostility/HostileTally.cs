using CometHooks.Store;

namespace CometHooks.Proof.Hostility;

/// <summary>What hostile requests were answered, and what must hold of that.</summary>
internal sealed class HostileTally
{
    private readonly Lock _lock = new();
    private readonly List<string> _wrong = [];
    private readonly List<string> _accepted = [];
    private readonly List<string> _lost = [];
    private readonly Dictionary<int, int> _statuses = [];
    private readonly Dictionary<long, string> _stored = [];

    /// <summary>Where the hub failed, or refused what is authentic.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    /// <summary>What is not authentic and was acknowledged.</summary>
    public IReadOnlyList<string> Accepted => _accepted;

    /// <summary>What was acknowledged and is not to be seen with a state and a reason.</summary>
    public IReadOnlyList<string> Lost => _lost;

    /// <summary>The webhooks that were acknowledged.</summary>
    public IReadOnlyCollection<long> Stored => _stored.Keys;

    /// <summary>What the oracle would accept, and the hub did not.</summary>
    public int Stricter { get; private set; }

    /// <param name="what">What was sent.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="isAuthentic">Whether it is the platform's; null where nobody knows.</param>
    /// <param name="must">Whether what is authentic must be accepted, too: nobody changed it.</param>
    public void Add(string what, RawAnswer answer, bool? isAuthentic, bool must)
    {
        lock (_lock)
        {
            _statuses[answer.Status] = _statuses.GetValueOrDefault(answer.Status) + 1;
            if (answer.Status is 0 && must)
            {
                _wrong.Add($"{what}: no answer");
            }

            if (answer.Status >= 500)
            {
                _wrong.Add($"{what}: answered {answer.Status}");
            }

            if (answer.WebhookId is { } id)
            {
                _stored.TryAdd(id, what);
            }

            if (isAuthentic == false && answer.IsAcknowledged)
            {
                _accepted.Add($"{what}: answered {answer.Status}");
            }

            if (isAuthentic == true && !answer.IsAcknowledged)
            {
                Stricter += must ? 0 : 1;
                if (must)
                {
                    _wrong.Add($"{what}: authentic, and answered {answer.Status}");
                }
            }
        }
    }

    /// <summary>How often which answer was given.</summary>
    public override string ToString() => string.Join(", ", _statuses.OrderBy(s => s.Key).Select(s => $"{(s.Key == 0 ? "hung up" : s.Key)} {s.Value:N0} times"));

    /// <summary>Everything that was acknowledged has its end, and says why where it is not a good one.</summary>
    public async Task LookUpAsync(IArchive hub, CancellationToken cancellationToken)
    {
        foreach (var (id, what) in _stored)
        {
            if (await hub.FindAsync(id, cancellationToken) is not { } webhook)
            {
                _lost.Add($"{what}: not in the store");
            }
            else if (webhook.State == WebhookState.Stored || (webhook is { State: not (WebhookState.Mapped or WebhookState.Ignored), Reason: null }))
            {
                _lost.Add($"{what}: {Words.Of(webhook.State)} without a reason");
            }
            else
            {
                _lost.AddRange(webhook.Conversions.Where(c => c is { State: ConversionState.Rejected or ConversionState.Excluded or ConversionState.Dead, Reason: null } or { State: ConversionState.Pending or ConversionState.Held })
                    .Select(c => $"{what}: {c.EventName} is {Words.Of(c.State)} without a reason"));
            }
        }
    }
}
