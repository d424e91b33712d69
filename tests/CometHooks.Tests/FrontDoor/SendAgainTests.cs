using System.Text.Json.Nodes;
using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.FrontDoor;

/// <summary>What is dead goes again as it was; what was delivered goes only as a new event.</summary>
public sealed class SendAgainTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dead_conversion_that_had_landed_goes_again_under_its_key_and_counts_once()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase"), Impatient);
        var posted = await DieAsync(scene);

        var preview = await scene.ReplayAsync("--dead", "--preview");
        var replay = await scene.ReplayAsync("--dead", "--yes", "--json");
        var conversion = Assert.Single((await scene.Hub.WhenAsync(posted, w => w.Conversions[0].State == ConversionState.Delivered, "is delivered")).Conversions);

        Assert.Equal((0, "1 dead conversion goes again as it was (1 to main), under the same key: what landed (1 may have) counts once."), (preview.ExitCode, preview.Lines[^1]));
        Assert.Equal((0, 1), (replay.ExitCode, (int)replay.Json["started"]!["started"]!));
        Assert.Equal((1, 3), (conversion.AttemptsUsed, conversion.Attempts.Count));
        Assert.Single(scene.Cometly.Effects);
        Assert.All(scene.Cometly.Requests, r => Assert.Equal(conversion.Body, r.Body));
        Assert.Contains(await scene.Hub.Records.AuditAsync(10, Cancel), a => a is { Kind: "replay", Text: "1 dead conversions are sent again as they were", Actor: "command" });
    }

    [Fact]
    public async Task Where_nothing_is_dead_nothing_is_done()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase"));
        await scene.SellAsync(1);

        var replay = await scene.ReplayAsync("--dead", "--yes", "--json");

        Assert.Equal((0, 0), (replay.ExitCode, (int)replay.Json["preview"]!["dead"]!["conversions"]!));
        Assert.Null(replay.Json["started"]);
        Assert.Single(scene.Cometly.Requests);
    }

    [Fact]
    public async Task What_was_delivered_goes_as_a_new_event_with_a_reason_that_the_audit_trail_keeps()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase"));
        var sold = (await scene.SellAsync(1))[0];
        var first = sold.Conversions[0];

        var replay = await scene.ReplayAsync("--as-new-event", $"{first.Id}", "--reason", "the space was emptied", "--yes");
        var both = (await scene.Hub.WhenAsync(new PostedWebhook(200, "", sold.Id, ""), w => w.Conversions is [_, { State: ConversionState.Delivered }], "was sent again")).Conversions;

        Assert.Equal(0, replay.ExitCode);
        Assert.Contains(replay.Lines, line => line.StartsWith("WARNING: ", StringComparison.Ordinal) && line.Contains("A SECOND TIME", StringComparison.Ordinal));
        Assert.Equal($"started: conversion {both[1].Id}, key {first.IdempotencyKey}:again:1", replay.Lines[^1]);
        Assert.Equal([first.IdempotencyKey, $"{first.IdempotencyKey}:again:1"], scene.Cometly.Effects.Select(e => e.IdempotencyKey));
        Assert.Equal(Unkeyed(first.Body!), Unkeyed(both[1].Body!));
        Assert.Equal("replay", both[1].Lane);
        Assert.Contains(
            await scene.Hub.Records.AuditAsync(10, Cancel),
            a => a.Kind == "replay" && a.Subject == $"conversion {first.Id}" && a.Text.EndsWith("Reason: the space was emptied", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_sent_as_a_new_event_leaves_the_ledger_as_it_was()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase"));
        var sold = (await scene.SellAsync(1))[0];
        await scene.ReplayAsync("--as-new-event", $"{sold.Conversions[0].Id}", "--reason", "x", "--yes");
        await scene.Hub.EndedAsync(new PostedWebhook(200, "", sold.Id, ""));

        await scene.ReplayAsync("--again", "--yes");
        var replayed = await scene.ReplayedAsync(sold);

        Assert.Equal([(0, ConversionState.Delivered), (-1, ConversionState.Delivered), (1, ConversionState.Suppressed)], replayed.Conversions.Select(c => (c.Run, c.State)));
        Assert.StartsWith($"already counted by conversion {sold.Conversions[0].Id} ", replayed.Conversions[2].Reason, StringComparison.Ordinal);
        Assert.Equal(2, scene.Cometly.Effects.Count);
    }

    [Fact]
    public async Task What_was_not_delivered_cannot_go_as_a_new_event_and_the_command_says_what_can()
    {
        await using var scene = await ReplayScene.StartAsync(ReplayScene.Charges("purchase"));
        scene.Cometly.Answer(422);
        var refused = (await scene.SellAsync(1))[0].Conversions[0];

        var replay = await scene.ReplayAsync("--as-new-event", $"{refused.Id}", "--reason", "x", "--yes");

        Assert.Equal(
            (1, $"error: conversion {refused.Id} is rejected: only what was delivered can be sent as a new event."), (replay.ExitCode, replay.Lines[^1]));
        Assert.Single(scene.Cometly.Requests);
    }

    // Twenty attempts take days: while the first one is under way, nineteen are taken as made.
    private static async Task<PostedWebhook> DieAsync(ReplayScene scene)
    {
        var madeUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Cometly.Answer(
            async context =>
            {
                await madeUp.Task;
                context.Response.StatusCode = 500;
            },
            counts: true);
        scene.Cometly.Answer(500);
        var posted = await scene.Hub.PostAsync("stripe/charge.succeeded.json");
        await Until.True(() => scene.Cometly.Requests.Count == 1, "the first attempt is under way");
        await using (var store = new SqliteConnection($"Data Source={scene.Folder.Environment["Store__path"]}"))
        {
            await store.OpenAsync(Cancel);
            await using var command = store.CreateCommand();
            command.CommandText = "update conversions set attempts = 19";
            await command.ExecuteNonQueryAsync(Cancel);
        }

        madeUp.SetResult();
        await scene.Hub.WhenAsync(posted, w => w.Conversions is [{ State: ConversionState.Dead }], "is dead");
        return posted;
    }

    private static void Impatient(IServiceCollection services) => services.AddSingleton(new RetrySchedule(new FixedRandom(0)));

    private static string Unkeyed(string body)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        json.Remove("idempotency_key");
        return json.ToJsonString();
    }
}
