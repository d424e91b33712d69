using System.Globalization;
using CometHooks.Cli.Demo;
using Microsoft.AspNetCore.Http;

namespace CometHooks.Proof.Scenarios;

/// <summary>A Cometly that answers some requests 503, and some 429 with the seconds or the date after which it takes them.</summary>
internal sealed class HardToReach(int seed)
{
    private static readonly TimeSpan Throttled = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    /// <summary>Whether it is so; else it answers as it does in general.</summary>
    public bool IsSo { get; set; } = true;

    /// <summary>How many requests have to come again.</summary>
    public int Refused { get; private set; }

    public StandInAnswer? Next(StandInRequest request)
    {
        lock (_lock)
        {
            var answer = !IsSo ? null : _random.Next(20) switch
            {
                < 4 => Answer(503, retryAfter: null),
                4 => Answer(429, Throttled.TotalSeconds.ToString(CultureInfo.InvariantCulture)),
                5 => Answer(429, (TimeProvider.System.GetUtcNow() + Throttled).ToString("r", CultureInfo.InvariantCulture)),
                _ => null,
            };
            Refused += answer is null ? 0 : 1;
            return answer;
        }
    }

    private static StandInAnswer Answer(int status, string? retryAfter) => new(
        async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = retryAfter;
            await context.Response.WriteAsync("""{"message":"not now"}""", context.RequestAborted);
        },
        Counts: false);
}
