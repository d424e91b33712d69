using CometHooks.Cli.Demo;
using CometHooks.Store;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Keys and the ledger with mappings of our own, seen at Cometly.</summary>
public sealed class CountsOnceTests
{
    private const string Charge = "stripe/charge.succeeded.json";
    private const string ChargeEvent = "evt_3Sp3TVrKY6mjD012wJrB6K8Z";
    private const string Payment = "pi_3SA1YXV5xIyyJRO6TZK9XVEx";

    [Fact]
    public async Task Of_two_rules_that_set_the_same_idempotency_key_one_counts_and_the_other_says_who_has_it()
    {
        await using var scene = await SceneAsync(
            Rule("first", "purchase", once: "payment_intent", more: "    idempotency_key: payment_intent") + "\n"
            + Rule("second", "schedule", once: "id", more: "    idempotency_key: payment_intent"));

        var webhook = await scene.Hub.EndedAsync(Charge);

        Assert.Equal([("first", ConversionState.Delivered), ("second", ConversionState.Rejected)], webhook.Conversions.Select(c => (c.Rule, c.State)));
        Assert.Equal($"key already used by conversion {webhook.Conversions[0].Id} (webhook {webhook.Id}, rule \"first\")", webhook.Conversions[1].Reason);
        Assert.Equal([("purchase", Payment)], scene.Posted);
    }

    [Fact]
    public async Task Two_rules_of_one_payment_and_event_name_count_once()
    {
        await using var scene = await SceneAsync(Rule("first", "purchase", once: "payment_intent") + "\n" + Rule("second", "purchase", once: "payment_intent"));

        var webhook = await scene.Hub.EndedAsync(Charge);

        Assert.Equal([ConversionState.Delivered, ConversionState.Suppressed], webhook.Conversions.Select(c => c.State));
        Assert.Contains($"already counted by conversion {webhook.Conversions[0].Id} ", webhook.Conversions[1].Reason, StringComparison.Ordinal);
        Assert.Equal([("purchase", ChargeEvent)], scene.Posted);
    }

    [Fact]
    public async Task Two_rules_of_one_webhook_with_different_event_names_have_a_key_each()
    {
        await using var scene = await SceneAsync(Rule("money", "purchase", once: "payment_intent") + "\n" + Rule("lead", "schedule", once: "payment_intent"));

        await scene.Hub.EndedAsync(Charge);

        Assert.Equal([("purchase", ChargeEvent), ("schedule", ChargeEvent + ":schedule")], scene.Posted);
        Assert.Equal(2, scene.Cometly.Effects.Count);
    }

    [Theory]
    [InlineData("payment_intent")]
    [InlineData("id")]
    public async Task A_rule_that_was_renamed_between_two_mappings_of_a_webhook_counts_once(string onceAfter)
    {
        const string failing = "  - name: failing\n    on: charge.succeeded\n    when: billing_details.email > 5\n    send: schedule\n    once_per: id\n    fields: { email: billing_details.email }";
        await using var scene = await SceneAsync(Rule("before", "purchase", once: "payment_intent") + "\n" + failing);
        var posted = await scene.Hub.PostAsync(Charge);
        var failed = await scene.Hub.WhenAsync(posted, w => w.Conversions is [{ State: ConversionState.Delivered }], "sent what it could");

        scene.Folder.MapStripeBy(Rule("after", "purchase", onceAfter));
        var mapped = await scene.Hub.WhenAsync(posted, w => w.State == WebhookState.Mapped && w.Conversions.Count == 2, "is mapped again");

        Assert.Equal(WebhookState.Failed, failed.State);
        Assert.Equal([("before", ConversionState.Delivered), ("after", ConversionState.Suppressed)], mapped.Conversions.Select(c => (c.Rule, c.State)));
        Assert.Equal([("purchase", ChargeEvent)], scene.Posted);
    }

    [Fact]
    public async Task An_empty_once_per_counts_per_event_and_is_marked_as_a_weak_key()
    {
        await using var scene = await SceneAsync(Rule("weak", "purchase", once: "metadata.nothing"));

        var first = Assert.Single((await scene.Hub.EndedAsync(Charge)).Conversions);
        var again = await scene.Hub.PostAsync(Charge);
        var second = Assert.Single((await scene.Hub.EndedAsync("stripe/charge.succeeded.acacia.json")).Conversions);

        Assert.All([first, second], c => Assert.Equal((ConversionState.Delivered, "weak key: once_per gave nothing, the event id stands in"), (c.State, c.Reason)));
        Assert.Equal([ChargeEvent], first.Keys);
        Assert.Equal("duplicate", again.Word);
        Assert.Equal(2, scene.Cometly.Effects.Count);
    }

    private static string Rule(string name, string send, string once, string? more = null) =>
        $"  - name: {name}\n    on: charge.succeeded\n    send: {send}\n    once_per: {once}\n{(more is null ? "" : more + "\n")}    fields: {{ email: billing_details.email, amount: $facts.amount }}";

    private static async Task<Scene> SceneAsync(string rules)
    {
        var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        var folder = new HubFolder(cometly.Url).MapStripeBy(rules);
        return new Scene(cometly, folder, await RunningHub.StartAsync(folder));
    }

    private sealed record Scene(CometlyStandIn Cometly, HubFolder Folder, RunningHub Hub) : IAsyncDisposable
    {
        public IEnumerable<(string? EventName, string? Key)> Posted => Cometly.Requests.Select(r => (r.EventName, r.IdempotencyKey)).Order();

        public async ValueTask DisposeAsync()
        {
            await Hub.DisposeAsync();
            await Cometly.DisposeAsync();
            Folder.Dispose();
        }
    }
}
