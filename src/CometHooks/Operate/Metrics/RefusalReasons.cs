using System.Collections.Frozen;

namespace CometHooks.Operate.Metrics;

/// <summary>The reasons for which requests are not kept. A plugin may give any other, and of these there may be too many for a metric.</summary>
internal static class RefusalReasons
{
    private static readonly FrozenSet<string> _known = FrozenSet.Create(
        StringComparer.Ordinal,
        "unknown endpoint",
        "method not allowed",
        "too large",
        "too slow",
        "empty body",
        "signature missing",
        "signature malformed",
        "signature wrong",
        "signature too old",
        "wrong shop",
        "endpoint off",
        "shutting down",
        "too many bodies at once",
        "adapter does not answer",
        "queue full",
        "store unavailable",
        "commit took too long");

    public static string Known(string reason) => _known.Contains(reason) ? reason : "not authentic";
}
