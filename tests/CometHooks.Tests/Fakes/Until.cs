
namespace CometHooks.Tests.Fakes;

/// <summary>Waits for something that another thread does, up to a deadline.</summary>
internal static class Until
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static Task True(Func<bool> condition, string what) => True(() => Task.FromResult(condition()), what);

    public static async Task True(Func<Task<bool>> condition, string what)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var end = TimeProvider.System.GetTimestamp() + (long)(Deadline.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetTimestamp() < end, $"Waited in vain until {what}.");
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
