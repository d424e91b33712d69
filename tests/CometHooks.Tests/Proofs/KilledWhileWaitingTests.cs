using CometHooks.Cli.Demo;
using CometHooks.Store;
using CometHooks.Store.Sqlite;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Tests.Proofs;

/// <summary>The hub is killed (SIGKILL) while conversions wait for evidence, or right after they stopped waiting.</summary>
public sealed class KilledWhileWaitingTests : IDisposable
{
    private const int Payments = 12;
    private const string HasToken = $"\"comet_token\":\"{Checkouts.Token}\"";

    private readonly Checkouts _checkouts = new();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task What_waited_when_the_hub_was_killed_goes_when_its_time_is_up_or_the_session_comes(bool sessionComes, bool hasToken)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = Folder(cometly.Url);
        var (charge, intent, session) = Checkouts.Make(seed: 5);
        await using (var hub = await HubProcess.StartAsync(folder, TestContext.Current.CancellationToken))
        {
            await _checkouts.PostAsync(hub.Webhooks, charge);
            await _checkouts.PostAsync(hub.Webhooks, intent);
            await MappedAsync(hub, webhooks: 2);
            await hub.KillAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([ConversionState.Held, ConversionState.Suppressed], (await LeftAsync(folder)).Select(c => c.State));
        Assert.Empty(cometly.Requests);

        // Two hours later nothing can wait any more; at once, only the session can end it.
        await using var again = await RunningHub.StartAsync(folder, later: sessionComes ? TimeSpan.Zero : TimeSpan.FromHours(2));
        if (sessionComes)
        {
            await _checkouts.PostAsync(again.Url("/"), session);
        }

        await DeliveredAsync(again.Archive, 1);
        Assert.Equal(hasToken, Assert.Single(cometly.Effects).Body.Contains(HasToken, StringComparison.Ordinal));
        Assert.Single(cometly.Requests);
    }

    [Fact]
    public async Task Kills_between_release_and_delivery_and_between_delivery_and_its_record_leave_one_effect_each_with_the_token()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = Folder(cometly.Url);
        folder.Environment["Destinations__main__concurrency"] = "2";
        var checkouts = Enumerable.Range(1, Payments).Select(Checkouts.Make).ToList();
        for (var i = 0; i < 2; i++)
        {
            // It counts, but the answer never comes.
            cometly.Answer(context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted), counts: true);
        }

        await using (var hub = await HubProcess.StartAsync(folder, TestContext.Current.CancellationToken))
        {
            await Task.WhenAll(checkouts.Select(c => _checkouts.PostAsync(hub.Webhooks, c.Charge)));
            await MappedAsync(hub, Payments);
            await Task.WhenAll(checkouts.Select(c => _checkouts.PostAsync(hub.Webhooks, c.Session)));
            await MappedAsync(hub, 2 * Payments);
            await Until.True(() => cometly.Effects.Count == 2, "two deliveries are under way");
            await hub.KillAsync(TestContext.Current.CancellationToken);
        }

        var left = (await LeftAsync(folder)).Where(c => c.State == ConversionState.Pending).ToList();
        Assert.Equal(Payments, left.Count);
        Assert.All(left, c => Assert.Empty(c.Attempts));
        Assert.Contains(left, c => c.FrozenAt is null);
        Assert.Contains(left, c => c.FrozenAt is not null);

        await using var again = await RunningHub.StartAsync(folder);
        await DeliveredAsync(again.Archive, Payments);

        Assert.Equal(Payments, cometly.Effects.Count);
        Assert.Equal(Payments, cometly.Effects.Select(e => e.OrderId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Payments + 2, cometly.Requests.Count);
        Assert.All(cometly.Effects, e => Assert.Contains(HasToken, e.Body, StringComparison.Ordinal));
        Assert.All(cometly.Requests.GroupBy(r => r.IdempotencyKey), same => Assert.Single(same.Select(r => r.Body).Distinct(StringComparer.Ordinal)));
    }

    public void Dispose() => _checkouts.Dispose();

    private static HubFolder Folder(string cometlyUrl)
    {
        var folder = new HubFolder(cometlyUrl).WithWaitingRules("1h");
        folder.Environment["Log__level"] = "debug";
        return folder;
    }

    private static Task MappedAsync(HubProcess hub, int webhooks) =>
        Until.True(() => hub.Output.Split("Mapped, 1 conversions").Length > webhooks, $"{webhooks} webhooks are mapped");

    /// <summary>What the killed hub left on disk.</summary>
    private static async Task<IReadOnlyList<ConversionRecord>> LeftAsync(HubFolder folder)
    {
        await using var store = await SqliteStore.OpenAsync(folder.Load().Options.Store, TimeProvider.System, NullLogger.Instance);
        return [.. (await store.NewestAsync(endpoint: null, most: 1000, TestContext.Current.CancellationToken)).OrderBy(w => w.Id).SelectMany(w => w.Conversions)];
    }

    private static Task DeliveredAsync(IArchive archive, int conversions) => Until.True(
        async () => (await archive.CountAsync(TestContext.Current.CancellationToken)).Conversions.GetValueOrDefault(ConversionState.Delivered) == conversions,
        $"{conversions} conversions are delivered");
}
