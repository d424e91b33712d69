using System.Collections.Concurrent;

namespace CometHooks.Receive;

/// <summary>Per endpoint the refusals since the last webhook that was accepted: where nothing else comes, its secret or its shop is not the platform's.</summary>
internal sealed class SignatureStreaks(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SignatureStreak> _streaks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SignatureStreak> _unsigned = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);

    /// <summary>The endpoints at which signed requests were refused for their signature or their shop since one was accepted.</summary>
    public IReadOnlyDictionary<string, SignatureStreak> Now => _streaks.ToDictionary(StringComparer.Ordinal);

    /// <summary>The same of requests without a signature, which any stranger posts to any URL.</summary>
    public IReadOnlyDictionary<string, SignatureStreak> Unsigned => _unsigned.ToDictionary(StringComparer.Ordinal);

    /// <summary>A request was refused.</summary>
    public void Refused(string endpoint, string reason)
    {
        // The shop is looked at once the signature was found right.
        var streaks = reason switch
        {
            RefusalReasons.SignatureWrong or RefusalReasons.SignatureTooOld or RefusalReasons.WrongShop => _streaks,
            RefusalReasons.SignatureMissing => _unsigned,
            _ => null,
        };
        var now = time.GetUtcNow();
        streaks?.AddOrUpdate(endpoint, _ => new SignatureStreak(1, now, now, reason), (_, streak) => streak with { Refused = streak.Refused + 1, Last = now, Reason = reason });
    }

    /// <summary>A webhook was accepted, also one that had been here before.</summary>
    public void Accepted(string endpoint)
    {
        if (IsEnded(_streaks, endpoint) | IsEnded(_unsigned, endpoint))
        {
            _ended[endpoint] = time.GetUtcNow();
        }
    }

    /// <summary>When the last such streak ended; null where none did.</summary>
    public DateTimeOffset? AcceptedAt(string endpoint) => _ended.TryGetValue(endpoint, out var at) ? at : null;

    private static bool IsEnded(ConcurrentDictionary<string, SignatureStreak> streaks, string endpoint) => !streaks.IsEmpty && streaks.TryRemove(endpoint, out _);
}

/// <param name="Refused">How many in a row.</param>
/// <param name="Since">When the first of them came.</param>
/// <param name="Last">When the last of them came.</param>
/// <param name="Reason">Why the last of them was refused.</param>
internal sealed record SignatureStreak(long Refused, DateTimeOffset Since, DateTimeOffset Last, string Reason);
