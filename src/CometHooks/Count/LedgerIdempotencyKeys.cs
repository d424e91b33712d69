using System.Security.Cryptography;
using System.Text;

namespace CometHooks.Count;

/// <summary>The idempotency keys that a conversion may carry where its rule sets none.</summary>
internal static class LedgerIdempotencyKeys
{
    /// <summary>The source's event id; where that is taken, with the event name; then numbered, without end.</summary>
    public static IEnumerable<string> Candidates(string eventId, string eventName)
    {
        yield return eventId;
        yield return $"{eventId}:{eventName}";
        for (var number = 2; ; number++)
        {
            yield return $"{eventId}:{eventName}:{number}";
        }
    }

    /// <summary>The keys under which what was delivered may go a second time, on purpose.</summary>
    public static IEnumerable<string> Again(string key)
    {
        for (var number = 1; ; number++)
        {
            yield return $"{key}:again:{number}";
        }
    }

    /// <summary>The one key under which a replay with this id sends it a second time, however often it is asked for.</summary>
    public static string Again(string key, string replay) => $"{key}:again:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(replay)))[..16]}";
}
