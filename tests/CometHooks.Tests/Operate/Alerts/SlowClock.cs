using CometHooks.Operate.Alerts;
using CometHooks.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Operate.Alerts;

/// <summary>
/// Waits with the clock standing still, for all that needs none, and moves it on now and then: a look that took long is
/// followed by a rest, and a request that was cut off is made again. So the clock does not run away from a slow machine.
/// </summary>
internal static class SlowClock
{
    private const int Polls = 50;

    public static Task UntilAsync(FakeTimeProvider clock, Func<bool> condition, string what)
    {
        var polls = 0;
        return Until.True(
            () =>
            {
                if (condition())
                {
                    return true;
                }

                if (++polls % Polls == 0)
                {
                    clock.Advance(AlertWatch.Interval);
                }

                return false;
            },
            what);
    }
}
