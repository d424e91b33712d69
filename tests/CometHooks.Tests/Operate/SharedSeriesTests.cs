using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;
using CometHooks.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Operate;

/// <summary>The sums of the overview, where several hubs write to one PostgreSQL.</summary>
public sealed class SharedSeriesTests(PostgresForTests postgres)
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task What_arrived_is_summed_once_whatever_commits_beside_it_has_settled()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        folder.Environment["Store__provider"] = "postgres";
        folder.Environment["Store__connection"] = await postgres.MakeDatabaseAsync();
        folder.Configure([HubFolder.Endpoint("stripe", "stripe")]);
        await using var hub = await RunningHub.StartAsync(folder, clock: _clock);
        Assert.Equal(200, (await hub.PostAsync("stripe/charge.succeeded.json")).Status);
        var arrived = _clock.GetUtcNow();

        await Until.True(
            async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return (await hub.Services.GetRequiredService<IOverview>().SeriesAsync(arrived.AddHours(-1), arrived.AddHours(1), TestContext.Current.CancellationToken))
                    .Any(p => p is { Measure: "received", Count: 1 });
            },
            "it is summed");

        Assert.True(_clock.GetUtcNow() - arrived >= TimeSpan.FromSeconds(15));
    }
}
