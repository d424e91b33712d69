using System.Text;
using CometHooks.Sources;
using CometHooks.Store;

namespace CometHooks.Tests.FrontDoor;

/// <summary>A person who is forgotten is nowhere any more, and what was counted stays counted.</summary>
public sealed class ForgetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_forgotten_person_is_in_none_of_the_stores_files_and_in_no_line_of_the_log()
    {
        await using var scene = await ForgottenPerson.StartAsync();
        await scene.OthersBuyAsync(60);
        var session = await scene.BuyAsync("stripe/checkout.session.completed.json");
        var charge = await scene.BuyAsync("stripe/charge.succeeded.json");
        await scene.OthersBuyAsync(60);
        var order = await scene.BuyAsync("shopify/orders_paid.json");
        scene.Cometly.Answer(422, $$"""{"message":"{{ForgottenPerson.Address}} is not known"}""");
        var refused = await scene.BuyAsync("stripe/charge.succeeded.json");
        await scene.Hub.Records.AuditAsync(new AuditEntry(DateTimeOffset.UtcNow, "replay", "event of hers", $"asked by {ForgottenPerson.Address}"), Cancel);
        Assert.Contains("hub.db-wal", scene.FilesWith(ForgottenPerson.Trace));
        Assert.Equal(ConversionState.Rejected, Assert.Single(refused.Conversions).State);
        var effects = scene.Cometly.Effects.Count;

        var forgotten = await scene.ForgetAsync("--yes", "--json");

        Assert.Equal((0, ""), (forgotten.ExitCode, forgotten.Errors));
        Assert.Empty(scene.FilesWith(ForgottenPerson.Trace));
        Assert.DoesNotContain(ForgottenPerson.Trace, scene.Hub.Log.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((4, 1), ((int)forgotten.Json["rows"]!["webhooks"]!, (int)forgotten.Json["rows"]!["audit_lines"]!));
        Assert.Equal("done", (string?)forgotten.Json["receipt"]!["state"]);
        foreach (var (was, now) in new[] { (session, await scene.NowAsync(session)), (charge, await scene.NowAsync(charge)), (order, await scene.NowAsync(order)) })
        {
            Assert.Equal((Emptied.Erased, 0, was.State), (now.Emptied, now.Body.Length, now.State));
            Assert.Equal(was.Conversions.Select(Counted), now.Conversions.Select(Counted));
            var explained = await scene.AskAsync("explain", $"wh_{was.Id}");
            Assert.Equal((0, true), (explained.ExitCode, explained.Output.Contains("gone: its person or shop was erased", StringComparison.Ordinal)));
        }

        Assert.Equal(effects, scene.Cometly.Effects.Count);
    }

    [Fact]
    public async Task The_address_is_found_however_a_body_writes_it_and_nobody_elses_is_touched()
    {
        await using var scene = await ForgottenPerson.StartAsync();
        var escaped = await PostAsync(scene, """{"note":"zora.quill\u002Bshop\u0040lantern.example"}""");
        var inUrl = await PostAsync(scene, """{"landing_site":"\/?email=Zora.Quill%2Bshop%40lantern.example&x=1"}""");
        var inText = await PostAsync(scene, """{"note":"Write to:\nzora.quill+shop@lantern.example."}""");
        var longer = await PostAsync(scene, """{"note":"not.zora.quill+shop@lantern.example"}""");
        var elsewhere = await PostAsync(scene, """{"note":"zora.quill+shop@lantern.example.org"}""");

        Assert.Equal(0, (await scene.ForgetAsync("--yes")).ExitCode);

        Assert.All([escaped, inUrl, inText], w => Assert.Equal(Emptied.Erased, scene.NowAsync(w).GetAwaiter().GetResult().Emptied));
        Assert.All([longer, elsewhere], w => Assert.Null(scene.NowAsync(w).GetAwaiter().GetResult().Emptied));
    }

    [Fact]
    public async Task What_comes_again_does_not_bring_her_back_and_a_new_purchase_is_a_new_relationship()
    {
        await using var scene = await ForgottenPerson.StartAsync();
        var first = ForgottenPerson.Hers("stripe/charge.succeeded.json");
        var bought = await scene.Hub.EndedAsync(await scene.Hub.PostAsync("stripe/charge.succeeded.json", first));
        Assert.Equal(0, (await scene.ForgetAsync("--yes")).ExitCode);

        var again = await scene.Hub.PostAsync("stripe/charge.succeeded.json", first);
        var late = await scene.BuyAsync("stripe/checkout.session.completed.json");

        Assert.Equal((200, "duplicate", (long?)bought.Id), (again.Status, again.Word, again.Id));
        Assert.Equal((WebhookState.Ignored, Emptied.Erased, 0), (late.State, late.Emptied, late.Body.Length));
        Assert.Empty(scene.FilesWith(ForgottenPerson.Trace));
        Assert.Single(scene.Cometly.Effects);

        var since = SampleBody.Of("stripe/charge.succeeded.json", e => e["created"] = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeSeconds());
        var newer = await scene.Hub.EndedAsync(await scene.Hub.PostAsync("stripe/charge.succeeded.json", ForgottenPerson.Renamed(FreshIds.In(since), ForgottenPerson.Address)));
        Assert.Equal((WebhookState.Mapped, null), (newer.State, newer.Emptied));
        Assert.Equal(2, scene.Cometly.Effects.Count);
    }

    [Fact]
    public async Task A_preview_says_how_much_it_is_and_erases_nothing()
    {
        await using var scene = await ForgottenPerson.StartAsync();
        var bought = await scene.BuyAsync("stripe/charge.succeeded.json");

        var preview = await scene.ForgetAsync("--preview");

        Assert.Equal((0, "would be erased: 1 webhook, 1 conversion, 1 attempt, 0 identities, 0 lines of the audit trail"), (preview.ExitCode, preview.Lines[^1]));
        Assert.Equal(bought.Body.ToArray(), (await scene.NowAsync(bought)).Body.ToArray());
        Assert.Empty((await ((IErasures)scene.Hub.Records).ErasuresAsync(null, 10, Cancel)).Items);

        // Nobody can be asked here, so it is the same without a yes.
        var unasked = await scene.ForgetAsync();
        Assert.Equal((1, preview.Lines[^1]), (unasked.ExitCode, unasked.Lines.Last(l => l.StartsWith("would be", StringComparison.Ordinal))));
        Assert.Equal(bought.Body.ToArray(), (await scene.NowAsync(bought)).Body.ToArray());
        Assert.Empty((await ((IErasures)scene.Hub.Records).ErasuresAsync(null, 10, Cancel)).Items);
    }

    [Theory]
    [InlineData("an admin's", "forget", "--email", "ada@example.com", "--yes")]
    [InlineData("an operator's", "replay", "--yes")]
    public async Task With_a_wrong_key_a_command_shows_what_the_hub_says(string whose, params string[] command)
    {
        await using var scene = await ForgottenPerson.StartAsync();
        var key = Assert.Single(Directory.GetFiles(scene.Folder.Environment["Console__setup_folder"], "command-key-*.txt"));
        await File.WriteAllTextAsync(key, "wrong", Cancel);

        var refused = await scene.AskAsync(command);

        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("error: The key is missing or not this hub's", refused.Lines[^1], StringComparison.Ordinal);
        Assert.Contains($"others send {whose} API key", refused.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_no_body_any_more_is_not_mapped_anew_and_replay_and_diff_say_why()
    {
        await using var scene = await ForgottenPerson.StartAsync();
        var bought = await scene.BuyAsync("stripe/charge.succeeded.json");
        Assert.Equal(0, (await scene.ForgetAsync("--yes")).ExitCode);

        var replay = await scene.AskAsync("replay", "--again", "--yes");
        var diff = await scene.AskAsync("diff", "--endpoint", "stripe", "--mapping", Path.Combine(scene.Folder.Config, "mappings", "stripe.yaml"));
        var copy = await scene.AskAsync("replay", "--as-new-event", $"{bought.Conversions[0].Id}", "--reason", "test", "--yes");

        Assert.Contains(replay.Lines, line => line.Trim() == "1 left as before: the body is gone, by age or because the person was erased");
        Assert.Contains("are gone", diff.Output, StringComparison.Ordinal);
        Assert.Contains("no body any more", copy.Output, StringComparison.Ordinal);
        Assert.Single(scene.Cometly.Requests);
    }

    [Fact]
    public async Task Webhooks_are_taken_mapped_and_delivered_while_a_person_is_forgotten()
    {
        await using var scene = await ForgottenPerson.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await scene.BuyAsync("stripe/charge.succeeded.json");
        }

        var forgetting = scene.ForgetAsync("--yes");
        var posted = new List<PostedWebhook>();
        do
        {
            posted.Add(await scene.Hub.PostAsync("stripe/charge.succeeded.json", FreshIds.In(SampleBody.Of("stripe/charge.succeeded.json"))));
        }
        while (!forgetting.IsCompleted);

        Assert.Equal(0, (await forgetting).ExitCode);
        Assert.All(posted, p => Assert.Equal((200, "stored"), (p.Status, p.Word)));
        foreach (var webhook in posted)
        {
            Assert.Equal(ConversionState.Delivered, Assert.Single((await scene.Hub.EndedAsync(webhook)).Conversions).State);
        }

        Assert.Equal(20 + posted.Count, scene.Cometly.Effects.Count);
        Assert.Empty(scene.FilesWith(ForgottenPerson.Trace));
    }

    private static object Counted(ConversionRecord c)
    {
        var order = CometlyEventJson.Read(c.EventJson).Order;
        return (c.Id, c.State, c.EventName, c.OrderId, c.IdempotencyKey, c.EntryId, c.EntryState, order.Amount, order.Currency, c.Attempts.Count);
    }

    private static async Task<WebhookRecord> PostAsync(ForgottenPerson scene, string body)
        => await scene.Hub.EndedAsync(await scene.Hub.PostAsync("shopify/customers_update.json", Encoding.UTF8.GetBytes(body)));
}
