using System.Collections.Concurrent;
using CometHooks.Cli.Demo;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;

namespace CometHooks.Tests.Proofs;

/// <summary>Sibling events of one payment that arrive at the same moment over different connections.</summary>
public sealed class RaceTests
{
    private const int Payments = 1000;
    private const int Clients = 16;

    [Fact]
    public async Task A_thousand_payments_that_three_events_each_report_from_sixteen_clients_are_a_thousand_effects_with_the_token()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url).WithWaitingRules("1h");
        await using var hub = await RunningHub.StartAsync(folder);
        var random = new Random(1000);
        var events = Enumerable.Range(0, Payments).SelectMany(i => Checkout(random, new Buyer(i, random)).Select(e => (About: i, Event: e)))
            .OrderBy(e => e.About + random.Next(Clients)).Select(e => e.Event).ToList();
        var queue = new ConcurrentQueue<Happening>(events);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (queue.TryDequeue(out var e))
            {
                Assert.Equal(200, (await hub.PostAsync(e.Sample, e.Body)).Status);
            }
        })));
        await Until.True(async () => await EndedAsync(hub.Archive), "all are counted");

        Assert.Equal(3 * Payments, events.Count);
        Assert.Equal(Payments, cometly.Effects.Count);
        Assert.Equal(Payments, cometly.Effects.Select(e => e.OrderId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Payments, cometly.Requests.Count);
        Assert.All(cometly.Effects, e => Assert.Contains("\"comet_token\":\"", e.Body, StringComparison.Ordinal));
    }

    private static IEnumerable<Happening> Checkout(Random random, Buyer buyer)
    {
        var now = TimeProvider.System.GetUtcNow();
        var payment = new StripePayment(random, acacia: random.Next(2) == 0) { Email = buyer.Email, Name = buyer.FullName, ByCheckout = true };
        return
        [
            payment.ChargeSucceeded(now),
            payment.IntentSucceeded(now),
            payment.CheckoutCompleted(now.AddSeconds(1), token: Buyer.Hex(random, 38), reference: null, subscription: null),
        ];
    }

    private static async Task<bool> EndedAsync(IArchive archive)
    {
        var counts = await archive.CountAsync(TestContext.Current.CancellationToken);
        return counts.Conversions.GetValueOrDefault(ConversionState.Delivered) == Payments
            && counts.Webhooks.GetValueOrDefault(WebhookState.Stored) == 0;
    }
}
