using CometHooks.Cli.Demo;
using Microsoft.AspNetCore.Http;

namespace CometHooks.Proof.Scenarios;

/// <summary>A Cometly that counts at once and takes its time to say so, for some requests: whoever dies meanwhile is not told.</summary>
internal sealed class SlowAnswers(int seed)
{
    private const double Slow = 0.3;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(150);
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    public StandInAnswer? Next(StandInRequest request)
    {
        double delay;
        lock (_lock)
        {
            if (_random.NextDouble() > Slow)
            {
                return null;
            }

            delay = _random.NextDouble();
        }

        return new StandInAnswer(
            async context =>
            {
                await Task.Delay(Longest * delay, context.RequestAborted);
                context.Response.StatusCode = 202;
                await context.Response.WriteAsync("""{"status":202,"message":"Event accepted and queued."}""", context.RequestAborted);
            },
            Counts: request.Problem is null);
    }
}
