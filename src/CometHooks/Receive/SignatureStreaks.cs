using System.Collections.Concurrent;

namespace CometHooks.Receive;

/// <summary>Per endpoint the refusals by signature since the last webhook that was accepted: where nothing else comes, its secret is not the platform's.</summary>
internal sealed class SignatureStreaks(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SignatureStreak> _streaks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);

    /// <summary>The endpoints at which the last request was refused for its signature.</summary>
    public IReadOnlyDictionary<string, SignatureStreak> Now => _streaks.ToDictionary(StringComparer.Ordinal);

    /// <summary>A request was refused.</summary>
    public void Refused(string endpoint, string reason)
    {
        if (reason is "signature wrong" or "signature too old")
        {
            _streaks.AddOrUpdate(endpoint, _ => new SignatureStreak(1, time.GetUtcNow()), (_, streak) => streak with { Refused = streak.Refused + 1 });
        }
    }

    /// <summary>A webhook was accepted, also one that had been here before.</summary>
    public void Accepted(string endpoint)
    {
        if (!_streaks.IsEmpty && _streaks.TryRemove(endpoint, out _))
        {
            _ended[endpoint] = time.GetUtcNow();
        }
    }

    /// <summary>When the last such streak ended; null where none did.</summary>
    public DateTimeOffset? AcceptedAt(string endpoint) => _ended.TryGetValue(endpoint, out var at) ? at : null;
}

/// <param name="Refused">How many in a row.</param>
/// <param name="Since">When the first of them came.</param>
internal sealed record SignatureStreak(long Refused, DateTimeOffset Since);
