using CometHooks.Cli.Demo;
using CometHooks.Operate;
using CometHooks.Operate.Mappings;
using CometHooks.Store;
using CometHooks.Store.Sqlite;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.Samples;
using Microsoft.Extensions.Logging.Abstractions;
using Serilog.Events;

namespace CometHooks.Tests.FrontDoor;

/// <summary>A mapping with mistakes: what <c>check</c> says of it, and what a running hub does when it is saved.</summary>
public sealed class BrokenMappingTests
{
    private const string Charge = "stripe/charge.succeeded.json";

    private const string Good = """
          - name: payment
            on: charge.succeeded
            send: purchase
            once_per: payment_intent
            fields:
              email: billing_details.email
              amount: $facts.amount
        """;

    private const string Failing = "\nexamples:\n  - { name: a charge, events: [stripe/charge.succeeded.json], sends: [{ email: someone@example.net }] }";

    private const string Broken = """
        version: 1
        source: stripe
        payload: data.object
        rules:
          - name: typo
            on: charge.succeeded
            send: purchase
            once_per: payment_intent
            fields:
              email: billing_details.email
              ammount: $facts.amount
          - name: unknown function
            on: charge.succeeded
            send: purchase
            once_per: $uper(payment_intent)
            fields:
              email: billing_details.email
          - name: tab
            on: charge.succeeded
            send: purchase
            once_per: payment_intent
            fields:
        	      email: billing_details.email
          - name: no key
            on: charge.succeeded
            send: purchase
            fields:
              email: billing_details.email
          - name: no quotes
            on: charge.succeeded
            send: purchase
            once_per: payment_intent
            fields:
              email: captured ? billing_details.email : receipt_email
        """;

    [Fact]
    public async Task Check_reports_every_mistake_of_a_mapping_in_one_run_with_its_place_and_what_to_write()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        folder.Write("mappings/stripe.yaml", Broken);

        var check = await Command.RunAsync("check", "--config", folder.Config);

        Assert.Equal(1, check.ExitCode);
        Assert.Collection(
            check.Lines.Where(line => line.StartsWith("error:", StringComparison.Ordinal)),
            line => AssertLine(line, ":11:7: ", "'ammount'", "Did you mean 'amount'?"),
            line => AssertLine(line, ":15:15: ", "$uper", "$uppercase"),
            line => AssertLine(line, ":23:1: ", "tabs", "two spaces"),
            line => AssertLine(line, ":24:5: ", "'once_per'", "once_per: payment_intent ?? id"),
            line => AssertLine(line, ":34:", "needs quotes", "email: 'captured ? billing_details.email : receipt_email'"));
    }

    [Fact]
    public async Task A_broken_mapping_saved_under_a_running_hub_changes_nothing_but_the_log_and_readyz()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url).MapStripeBy(Good);
        await using var hub = await RunningHub.StartAsync(folder);

        folder.Write("mappings/stripe.yaml", Broken);
        await Until.True(async () => await RefusedAsync(hub) is not null, "the change is refused");
        var conversion = Assert.Single((await hub.EndedAsync(Charge)).Conversions);

        Assert.Equal((ConversionState.Delivered, "payment"), (conversion.State, conversion.Rule));
        Assert.Contains("mappings/stripe.yaml:11:7: ", await RefusedAsync(hub), StringComparison.Ordinal);
        Assert.True((bool)(await hub.ReadyAsync())["ready"]!);
        var line = Assert.Single(hub.Log.Events, e => e.Level == LogEventLevel.Error).RenderMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains("mappings/stripe.yaml:34:", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_whose_example_does_not_hold_is_refused_without_a_word_of_the_event()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/").MapStripeBy(Good);
        await using var hub = await RunningHub.StartAsync(folder);

        folder.MapStripeBy(Good + Failing);
        await Until.True(async () => await RefusedAsync(hub) is not null, "the change is refused");

        Assert.Contains("mappings/stripe.yaml:13:1: example 'a charge' does not hold", await RefusedAsync(hub), StringComparison.Ordinal);
        await Until.True(() => hub.Log.Text.Contains("example 'a charge' does not hold", StringComparison.Ordinal), "the log says it");
        Assert.DoesNotContain("ada@example.com", hub.Log.Text + await hub.ReadyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bracket_that_is_never_closed_is_refused_once_and_a_restart_goes_on_with_the_last_good_version()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url).MapStripeBy(Good);
        var unclosed = ShippedFiles.Text("mappings/calendly.yaml").Replace("once_per: [old_invitee, uri]", "once_per: [old_invitee, uri", StringComparison.Ordinal);
        await using (var hub = await RunningHub.StartAsync(folder))
        {
            folder.MapStripeBy(Good.Replace("once_per: payment_intent", "once_per: [payment_intent", StringComparison.Ordinal));
            await Until.True(async () => await RefusedAsync(hub) is not null, "the change is refused");

            Assert.Contains("'[' is never closed", await RefusedAsync(hub), StringComparison.Ordinal);
            Assert.Single(hub.Log.Events, e => e.Level == LogEventLevel.Error);
        }

        folder.Write("mappings/calendly.yaml", unclosed);
        await using var again = await RunningHub.StartAsync(folder, isBroken: true);
        var webhook = await again.EndedAsync(Charge);

        Assert.Equal("payment", Assert.Single(webhook.Conversions).Rule);
        Assert.Contains("'[' is never closed", await RefusedAsync(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_that_was_refused_for_its_example_is_refused_after_a_restart_too()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url).MapStripeBy(Good);
        string? accepted;
        await using (var hub = await RunningHub.StartAsync(folder))
        {
            accepted = (await hub.EndedAsync(Charge)).MappingVersion;
            folder.MapStripeBy(Good.Replace("payment\n", "sale\n", StringComparison.Ordinal) + Failing);
            await Until.True(async () => await RefusedAsync(hub) is not null, "the change is refused");
        }

        await using var again = await RunningHub.StartAsync(folder);
        var webhook = await again.EndedAsync("stripe/charge.succeeded.token.json");

        Assert.Equal((accepted, "payment"), (webhook.MappingVersion, Assert.Single(webhook.Conversions).Rule));
        Assert.Contains("mappings/stripe.yaml:13:1: example 'a charge' does not hold", await RefusedAsync(again), StringComparison.Ordinal);
        Assert.Equal(accepted, Assert.Single(await again.Records.MappingsAsync("mappings/stripe.yaml", TestContext.Current.CancellationToken)).Version);
    }

    [Fact]
    public async Task A_mapping_whose_example_does_not_hold_stops_the_start_of_a_hub_that_has_no_version_before_it()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/").MapStripeBy(Good + Failing);
        var hub = folder.Load();
        await using var store = await SqliteStore.OpenInMemoryAsync(TimeProvider.System, NullLogger.Instance);

        var problems = await StartMappings.ChooseAsync(
            store, hub.Mappings, hub.BrokenMappings, hub.Targets, hub.Examples, TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);

        Assert.Equal("mappings/stripe.yaml:13:1: example 'a charge' does not hold: `comethooks test` says why.", Assert.Single(problems).ToString());
    }

    [Fact]
    public async Task A_mended_mapping_takes_effect_without_a_restart_and_maps_what_had_failed()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url).MapStripeBy(Good.Replace("    send:", "    when: billing_details.email > 5\n    send:", StringComparison.Ordinal));
        await using var hub = await RunningHub.StartAsync(folder);
        var posted = await hub.PostAsync(Charge);
        var failed = await hub.EndedAsync(posted);

        folder.Write("mappings/stripe.yaml", Broken);
        await Until.True(async () => await RefusedAsync(hub) is not null, "the change is refused");
        folder.MapStripeBy(Good);
        var mapped = await hub.WhenAsync(posted, w => w.State == WebhookState.Mapped && w.Conversions[0].State == ConversionState.Delivered, "is mapped again and delivered");

        Assert.Equal(WebhookState.Failed, failed.State);
        Assert.StartsWith("mappings/stripe.yaml:7:", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("$number(", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(failed.Conversions);
        Assert.NotEqual(failed.MappingVersion, mapped.MappingVersion);
        Assert.Single(cometly.Effects);
        Assert.Null(await RefusedAsync(hub));
    }

    private static void AssertLine(string line, string place, params string[] parts)
    {
        Assert.Contains("mappings/stripe.yaml" + place, line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
    }

    private static async Task<string?> RefusedAsync(RunningHub hub) =>
        (await hub.ReadyAsync())["checks"]!["mappings"]!["details"]!["mappings/stripe.yaml"]!["refused_change"]?.ToJsonString(HubJson.Options);
}
