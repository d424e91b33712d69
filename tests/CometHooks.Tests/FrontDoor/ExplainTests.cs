using System.Text.Json.Nodes;

namespace CometHooks.Tests.FrontDoor;

/// <summary><c>explain</c>, from the receipt to Cometly's answer. The pages lie in Cli/Explain.</summary>
public sealed class ExplainTests
{
    private const string Charge = "stripe/charge.succeeded.json";
    private const string Checkout = "stripe/checkout.session.completed.json";

    private static readonly string[] OfEveryConversion =
    [
        "webhook.endpoint", "webhook.source", "webhook.received_at", "webhook.signature", "webhook.inbox_key", "webhook.event_id", "webhook.type",
        "webhook.time", "webhook.test", "webhook.state", "webhook.facts", "webhook.mapping", "webhook.mapping_version", "webhook.next", "rules.0.why",
        "conversions.0.state", "conversions.0.rule", "conversions.0.event_name", "conversions.0.destination", "conversions.0.keys",
        "conversions.0.idempotency_key", "conversions.0.fields", "conversions.0.readiness.score", "conversions.0.readiness.missing", "conversions.0.next",
    ];

    [Fact]
    public async Task A_delivered_conversion_is_explained_up_to_the_answer_with_who_told_which_field()
    {
        await using var scene = await ExplainScene.StartAsync();
        await scene.ReceiveAsync(Charge, Checkout);
        await scene.DeliveredAsync(1);

        await AssertPageAsync(
            scene, "1", "delivered",
            [
                .. OfEveryConversion, "conversions.0.ledger.entry", "conversions.0.ledger.state", "conversions.0.ledger.holder", "conversions.0.ledger.siblings.0.webhook",
                "conversions.0.fields.comet_token.source.how", "conversions.0.fields.comet_token.source.webhook", "conversions.0.fields.email.expression",
                "conversions.0.fields.email.line", "conversions.0.fields.email.value", "conversions.0.recall.0", "conversions.0.frozen_at", "conversions.0.body",
                "conversions.0.attempts.0.started_at", "conversions.0.attempts.0.outcome", "conversions.0.attempts.0.status", "conversions.0.attempts.0.answer",
            ]);
    }

    [Fact]
    public async Task A_suppressed_conversion_names_the_one_that_counts()
    {
        await using var scene = await ExplainScene.StartAsync();
        await scene.ReceiveAsync(Charge, Checkout);
        await scene.DeliveredAsync(1);

        await AssertPageAsync(
            scene, "2", "suppressed",
            [.. OfEveryConversion, "conversions.0.reason", "conversions.0.ledger.entry", "conversions.0.ledger.holder", "conversions.0.ledger.siblings.0.conversion"]);
    }

    [Fact]
    public async Task A_waiting_conversion_says_until_when_and_what_would_end_it()
    {
        await using var scene = await ExplainScene.StartAsync();
        await scene.ReceiveAsync(Charge);

        await AssertPageAsync(
            scene, "1", "waiting",
            [.. OfEveryConversion, "conversions.0.due_at", "conversions.0.recall.0", "conversions.0.ledger.state", "conversions.0.fields.email.source.how"]);
    }

    [Fact]
    public async Task A_rejected_conversion_says_what_is_missing_and_what_to_do()
    {
        await using var scene = await ExplainScene.StartAsync();
        await scene.ReceiveAsync("stripe/payment_intent.succeeded.json");

        await AssertPageAsync(scene, "1", "rejected", [.. OfEveryConversion, "conversions.0.reason", "conversions.0.lacking", "conversions.0.fields.comet_token.missing", "conversions.0.ledger.state"]);
    }

    [Fact]
    public async Task An_excluded_conversion_names_the_guard()
    {
        await using var scene = await ExplainScene.StartAsync();
        await scene.ReceiveAsync("stripe/charge.succeeded.test-mode.json");

        await AssertPageAsync(scene, "1", "excluded", [.. OfEveryConversion, "conversions.0.reason"]);
    }

    [Fact]
    public async Task A_failed_webhook_names_the_rule_the_place_and_what_is_wrong()
    {
        await using var scene = await ExplainScene.StartAsync();
        await scene.ReceiveAsync("stripe/invoice.paid.json");

        await AssertPageAsync(scene, "1", "failed", [.. OfEveryConversion.Where(f => f.StartsWith("webhook", StringComparison.Ordinal)), "webhook.reason", "rules.0.rule", "rules.0.line"]);
    }

    [Fact]
    public async Task A_webhook_is_found_by_its_number_its_event_id_and_its_order_id()
    {
        await using var scene = await ExplainScene.StartAsync();
        var webhook = await scene.ReceiveAsync(Charge);

        foreach (var what in new[] { "1", "wh_1", webhook.EventId, webhook.Conversions[0].OrderId! })
        {
            Assert.Equal(webhook.EventId, (string?)(await scene.JsonAsync(what))["webhook"]!["event_id"]);
        }

        var unknown = await scene.ExplainAsync("evt_of_nobody");
        Assert.Equal((1, "There is no webhook with the number, event id or order id 'evt_of_nobody' in this store.\n"), (unknown.ExitCode, unknown.Output));
    }

    [Fact]
    public async Task Only_who_asks_for_it_sees_personal_data()
    {
        await using var scene = await ExplainScene.StartAsync();
        await scene.ReceiveAsync(Charge, Checkout);
        await scene.DeliveredAsync(1);
        string[] personal = ["ada@example.com", "Ada Example", "3f9c2d71b04e8a56c1d97e20f35ab86490de12"];

        foreach (var what in new[] { "1", "2" })
        {
            var masked = await scene.ExplainAsync(what);
            var json = await scene.ExplainAsync(what, "--json");
            Assert.All(personal, value => Assert.DoesNotContain(value, masked.Output + json.Output, StringComparison.OrdinalIgnoreCase));
        }

        var revealed = await scene.ExplainAsync("1", "--reveal");
        Assert.All(personal, value => Assert.Contains(value, revealed.Output, StringComparison.Ordinal));
    }

    private static async Task AssertPageAsync(ExplainScene scene, string what, string golden, string[] required)
    {
        var json = await scene.JsonAsync(what);
        Assert.All(required, path => Assert.True(At(json, path) is not null, $"{path} is missing"));
        var page = await scene.ExplainAsync(what);
        Assert.Equal(0, page.ExitCode);
        Assert.All(page.Output.Split('\n'), line => Assert.True(line.Length <= 100, line));
        Golden(golden, ExplainScene.Stable(page.Output));
    }

    private static JsonNode? At(JsonNode node, string path) =>
        path.Split('.').Aggregate<string, JsonNode?>(node, (at, name) => at is JsonArray list ? list.ElementAtOrDefault(int.Parse(name)) : at?[name]);

    // COMETHOOKS_GOLDEN=FOLDER writes them anew there: tests/CometHooks.Tests/Cli/Explain.
    private static void Golden(string name, string page)
    {
        if (Environment.GetEnvironmentVariable("COMETHOOKS_GOLDEN") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}.txt"), page);
        }

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cli", "Explain", $"{name}.txt")), page);
    }
}
