using CometHooks.Sources;
using CometHooks.Store;
using CometHooks.Tests.Fakes;

namespace CometHooks.Tests.FrontDoor;

/// <summary>What was received is mapped anew, by the command.</summary>
public sealed class ReplayTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_purchase_became_a_custom_event_replaying_last_week_names_the_double_effects_and_makes_none()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase"));
        var sold = await scene.SellAsync(3);
        await scene.ChangeAsync(ReplayScene.Charges("custom_event_1"));

        var replay = await scene.ReplayAsync("--from", "7d", "--yes", "--json");

        Assert.Equal(0, replay.ExitCode);
        var tally = replay.Json["preview"]!["mapped"]!;
        Assert.Equal((3, 3, 0, 3), ((int)tally["webhooks"]!, (int)tally["skipped"]!, (int)tally["new_effects"]!, (int)tally["under_another_name"]!));
        Assert.Equal(3, (int)tally["names"]!["purchase → custom_event_1"]!);
        Assert.Equal(sold.Select(w => w.EventId), tally["examples"]!.AsArray().Select(e => (string)e!["event_id"]!));
        Assert.Null(replay.Json["started"]);
        Assert.Equal(["purchase", "purchase", "purchase"], scene.EffectNames);
        Assert.All(await Task.WhenAll(sold.Select(scene.NowAsync)), w => Assert.Equal((0, WebhookState.Mapped, 1), (w.Run, w.State, w.Conversions.Count)));
    }

    [Fact]
    public async Task With_again_the_double_effects_happen_and_the_preview_says_so_loudly()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase"));
        var sold = await scene.SellAsync(2);
        await scene.ChangeAsync(ReplayScene.Charges("custom_event_1"));

        var replay = await scene.ReplayAsync("--from", "7d", "--again", "--yes");
        var replayed = await Task.WhenAll(sold.Select(w => scene.ReplayedAsync(w)));

        Assert.Equal(0, replay.ExitCode);
        Assert.Contains(replay.Lines, line => line.StartsWith("WARNING: 2 new effects under another name.", StringComparison.Ordinal) && line.Contains("A SECOND TIME", StringComparison.Ordinal));
        Assert.Contains($"  {sold[0].EventId} at main: purchase → custom_event_1", replay.Lines);
        Assert.Equal(["custom_event_1", "custom_event_1", "purchase", "purchase"], scene.EffectNames.Order());
        Assert.All(replayed, w => Assert.Equal([("money", 0), ("replay", 1)], w.Conversions.Select(c => (c.Lane, c.Run))));
        Assert.All(replayed, w => Assert.Equal(w.Conversions[0].EventJson.Replace("purchase", "custom_event_1", StringComparison.Ordinal), w.Conversions[1].EventJson));
    }

    [Fact]
    public async Task The_preview_names_what_only_remembers_and_stands_in_columns()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase", on: "charge.updated"));
        await scene.SellAsync(1);
        await scene.ChangeAsync("  - name: visitor\n    on: charge.succeeded\n    remember: { under: { payment: payment_intent }, identity: { email: billing_details.email } }");

        var replay = await scene.ReplayAsync("--from", "7d", "--yes");

        Assert.Equal(
            ["1 webhook", "       1 mapped anew:", "         1 sending nothing: the rules only remember", "started: 1 webhook is mapped anew, after those that arrive meanwhile"],
            replay.Lines.Select(l => l.TrimEnd()).Where(l => l.Length > 0).Take(4));
    }

    [Fact]
    public async Task With_again_what_is_still_the_same_is_suppressed()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase"));
        var sold = (await scene.SellAsync(1))[0];

        var replay = await scene.ReplayAsync("--again", "--yes", "--json");
        var replayed = await scene.ReplayedAsync(sold);

        Assert.Equal((0, 1), ((int)replay.Json["preview"]!["mapped"]!["new_effects"]!, (int)replay.Json["preview"]!["mapped"]!["suppressed"]!));
        Assert.Equal([ConversionState.Delivered, ConversionState.Suppressed], replayed.Conversions.Select(c => c.State));
        Assert.Single(scene.Cometly.Requests);
    }

    [Fact]
    public async Task A_preview_writes_nothing_and_neither_does_a_script_that_did_not_say_yes()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase", when: "amount > 10000000"));
        var ignored = (await scene.SellAsync(1))[0];
        await scene.ChangeAsync(ReplayScene.Charges("purchase"));

        var preview = await scene.ReplayAsync("--preview", "--json");
        var unsaid = await scene.ReplayAsync("--json");

        Assert.Equal((0, 1), (preview.ExitCode, unsaid.ExitCode));
        Assert.All([preview, unsaid], r => Assert.Equal(1, (int)r.Json["preview"]!["mapped"]!["new_effects"]!));
        Assert.Contains("--yes", unsaid.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await scene.NowAsync(ignored)).Run);
        Assert.Empty(await AuditAsync(scene));
    }

    [Fact]
    public async Task What_no_rule_wanted_goes_out_when_a_rule_wants_it_and_the_audit_trail_says_so()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase", when: "amount > 10000000"));
        var ignored = await scene.SellAsync(2);
        await scene.ChangeAsync(ReplayScene.Charges("purchase"));

        var replay = await scene.ReplayAsync("--event-id", ignored[0].EventId, "--state", "ignored", "--yes", "--json");
        var replayed = await scene.ReplayedAsync(ignored[0]);

        Assert.Equal((1, 1), ((int)replay.Json["started"]!["started"]!, (int)replay.Json["started"]!["mapped"]!["webhooks"]!));
        var conversion = Assert.Single(replayed.Conversions);
        Assert.Equal((ConversionState.Delivered, 1, "replay"), (conversion.State, conversion.Run, conversion.Lane));
        Assert.Equal(WebhookState.Ignored, (await scene.NowAsync(ignored[1])).State);
        Assert.Equal(["purchase"], scene.EffectNames);
        var audit = await AuditAsync(scene);
        Assert.Equal(["ended: 1 webhooks are mapped anew, 0 effects withheld under another name", "is mapped anew"], audit.Select(a => a.Text));
        Assert.All(audit, a => Assert.Equal($"state ignored, event {ignored[0].EventId}", a.Subject));
    }

    [Fact]
    public async Task What_Cometly_refused_goes_under_its_own_key_once_the_rule_is_mended()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase"));
        scene.Cometly.Answer(422);
        var refused = (await scene.SellAsync(1))[0];

        await scene.ReplayAsync("--from", "1h", "--yes");
        var replayed = await scene.ReplayedAsync(refused);

        Assert.Equal(ConversionState.Delivered, replayed.Conversions[1].State);
        Assert.Equal(refused.EventId, Assert.Single(scene.Cometly.Effects).IdempotencyKey);
    }

    [Fact]
    public async Task A_failed_one_that_still_fails_is_foretold_and_sends_nothing()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase", when: "billing_details.email > 5"));
        var failed = (await scene.SellAsync(1))[0];

        var replay = await scene.ReplayAsync("--state", "failed", "--yes", "--json");
        var replayed = await scene.ReplayedAsync(failed);

        Assert.Equal((WebhookState.Failed, 1), (failed.State, (int)replay.Json["preview"]!["mapped"]!["failed"]!));
        Assert.Equal(WebhookState.Failed, replayed.State);
        Assert.Empty(scene.Cometly.Requests);
    }

    [Fact]
    public async Task What_counts_under_another_name_by_a_sibling_is_not_counted_again_by_an_event_that_was_ignored()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase"));
        await scene.Hub.EndedAsync("stripe/charge.succeeded.json");
        var sibling = await scene.Hub.EndedAsync(await scene.Hub.PostAsync("stripe/charge.succeeded.json", SampleBody.Of("stripe/charge.succeeded.json", body =>
        {
            body["id"] = "evt_sibling";
            body["type"] = "charge.updated";
        })));
        await scene.ChangeAsync(ReplayScene.Charges("custom_event_1", on: "charge.updated"));

        var replay = await scene.ReplayAsync("--yes", "--json");

        Assert.Equal(WebhookState.Ignored, sibling.State);
        Assert.Equal((2, 1), ((int)replay.Json["preview"]!["mapped"]!["skipped"]!, (int)replay.Json["preview"]!["mapped"]!["under_another_name"]!));
        Assert.Equal(["purchase"], scene.EffectNames);
    }

    [Fact]
    public async Task Events_of_a_connected_account_that_is_not_listed_stay_as_they_are()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase"));
        var foreign = await scene.Hub.EndedAsync(await scene.Hub.PostAsync(
            "stripe/charge.succeeded.json", SampleBody.Of("stripe/charge.succeeded.json", body => body["account"] = "acct_elsewhere")));

        var replay = await scene.ReplayAsync("--yes", "--again", "--json");

        Assert.Equal(WebhookState.Ignored, foreign.State);
        Assert.Equal((1, 0), ((int)replay.Json["preview"]!["mapped"]!["unconfigured"]!, (int)replay.Json["preview"]!["mapped"]!["mapped_anew"]!));
        Assert.Equal(0, (await scene.NowAsync(foreign)).Run);
    }

    [Fact]
    public async Task More_than_one_page_is_replayed_to_its_end()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase", when: "amount > 10000000"));
        var ids = await PostManyAsync(scene, 150);
        await scene.ChangeAsync(ReplayScene.Charges("purchase"));

        var replay = await scene.ReplayAsync("--yes", "--json");
        await Until.True(async () => (await scene.Hub.Archive.CountAsync(Cancel)).Conversions.GetValueOrDefault(ConversionState.Delivered) == ids, "all are delivered");

        Assert.Equal((ids, ids), ((int)replay.Json["preview"]!["mapped"]!["new_effects"]!, (int)replay.Json["started"]!["started"]!));
        Assert.Equal(ids, scene.Cometly.Effects.Count);
    }

    [Theory]
    [InlineData("there is no endpoint 'strip' with a mapping. Did you mean 'stripe'?", "--endpoint", "strip")]
    [InlineData("webhooks that are 'unreadable' cannot be mapped anew. Write one of: mapped, ignored, failed, late.", "--state", "unreadable")]
    [InlineData("there is no conversion 4711.", "--as-new-event", "4711", "--reason", "x")]
    public async Task What_cannot_be_is_said(string problem, params string[] arguments)
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase"));

        var replay = await scene.ReplayAsync([.. arguments, "--yes"]);

        Assert.Equal((1, $"error: {problem}"), (replay.ExitCode, replay.Lines[^1]));
    }

    [Theory]
    [InlineData("--from", "yesterday")]
    [InlineData("--as-new-event", "1")]
    [InlineData("--dead", "--again")]
    [InlineData("--reason", "why")]
    public async Task Arguments_that_make_no_sense_end_the_command_before_it_begins(params string[] arguments)
    {
        var replay = await Command.RunAsync(["replay", .. arguments]);

        Assert.Equal(2, replay.ExitCode);
        Assert.StartsWith("error: --", replay.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_running_hub_the_command_says_so()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        folder.Configure([HubFolder.Endpoint("stripe", "stripe")], further: "listen: { admin: \"http://127.0.0.1:1\" }");

        var replay = await Command.RunAsync("replay", "--config", folder.Config, "--yes");

        Assert.Equal((1, "error: http://127.0.0.1:1/replays: no answer. Is the hub running?"), (replay.ExitCode, replay.Lines[^1]));
    }

    private static async Task<int> PostManyAsync(ReplayScene scene, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await scene.Hub.PostAsync("stripe/charge.succeeded.json", FreshIds.In(SampleBody.Of("stripe/charge.succeeded.json")));
        }

        await Until.True(async () => (await scene.Hub.Archive.CountAsync(Cancel)).Webhooks.GetValueOrDefault(WebhookState.Ignored) == count, "all are ignored");
        return count;
    }

    private static async Task<IReadOnlyList<AuditEntry>> AuditAsync(ReplayScene scene) =>
        [.. (await scene.Hub.Records.AuditAsync(100, Cancel)).Where(a => a.Kind == "replay")];
}
