using System.Net;
using CometHooks.Deliver;
using CometHooks.Operate.Api;
using CometHooks.Receive;
using CometHooks.Sources;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.Api;

public sealed class ApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sale_is_listed_searched_and_explained()
    {
        await using var scene = await ApiScene.StartAsync();
        var webhook = await scene.Hub.EndedAsync("stripe/charge.succeeded.json");
        var conversion = webhook.Conversions[0];

        var listed = (await scene.GetAsync("/api/webhooks?state=mapped&endpoint=stripe&limit=1")).Json["items"]![0]!;
        var sold = (await scene.GetAsync($"/api/conversions?order_id={conversion.OrderId}&event_name=purchase")).Json["items"]![0]!;
        var found = (await scene.GetAsync("/api/search?q=ADA@example.com")).Json.AsArray();
        var numbered = (await scene.GetAsync($"/api/search?q={conversion.Id}")).Json.AsArray();
        var explained = (await scene.GetAsync($"/api/conversions/{conversion.Id}")).Json;
        var attempts = (await scene.GetAsync($"/api/conversions/{conversion.Id}/attempts")).Json.AsArray();

        Assert.Equal((webhook.Id, "mapped", "delivered"), ((long)listed["id"]!, (string)listed["state"]!, (string)listed["conversions"]![0]!["state"]!));
        Assert.Equal((conversion.Id, 49m), ((long)sold["id"]!, (decimal)sold["amount"]!));
        Assert.Equal(("e-mail address", webhook.Id), ((string)found.Single()!["by"]!, (long)found.Single()!["webhook"]!));
        Assert.Equal(["conversion's number", "webhook's number"], numbered.Select(f => (string)f!["by"]!).Order(StringComparer.Ordinal));
        Assert.Equal("a***@e***.com", (string)explained["fields"]!["email"]!["value"]!);
        Assert.Equal(202, (int)attempts.Single()!["status"]!);
    }

    [Theory]
    [InlineData("%231042")]
    [InlineData("1042")]
    public async Task An_order_is_found_by_the_name_that_its_buyer_knows(string name)
    {
        await using var scene = await ApiScene.StartAsync();
        var webhook = await scene.Hub.EndedAsync("shopify/orders_paid.json");

        var found = (await scene.GetAsync($"/api/search?q={name}")).Json.AsArray().Single()!;

        Assert.Equal(("order name", webhook.Id, 128.45m), ((string)found["by"]!, (long)found["webhook"]!, (decimal)found["amount"]!));
        Assert.Single((await scene.GetAsync($"/api/conversions?order_name={name}")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Pages_follow_each_other_by_their_cursor()
    {
        await using var scene = await ApiScene.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await scene.Hub.EndedAsync(await scene.Hub.PostAsync("stripe/charge.succeeded.json", FreshIds.In(SampleBody.Of("stripe/charge.succeeded.json"))));
        }

        var ids = new List<long>();
        for (long? cursor = null; ;)
        {
            var page = (await scene.GetAsync($"/api/webhooks?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).Json;
            ids.AddRange(page["items"]!.AsArray().Select(i => (long)i!["id"]!));
            if ((cursor = (long?)page["next_cursor"]) is null)
            {
                break;
            }
        }

        Assert.Equal([3, 2, 1], ids);
    }

    [Fact]
    public async Task After_a_wrong_token_somebody_resumes_and_what_was_refused_is_sent_at_once()
    {
        await using var scene = await ApiScene.StartAsync();
        scene.Cometly.Answer(401);
        var posted = await scene.Hub.PostAsync("stripe/charge.succeeded.json");
        var refused = await scene.Hub.WhenAsync(posted, w => w.Conversions is [{ Attempts.Count: 1, State: ConversionState.Pending }], "is refused");

        Assert.Equal(HttpStatusCode.NoContent, (await scene.AskAsync(AccessRole.Operator, HttpMethod.Delete, "/api/destinations/main/pause")).Status);
        var sent = Assert.Single((await scene.Hub.EndedAsync(posted)).Conversions);

        Assert.Equal(["destination", "delivered"], sent.Attempts.Select(a => a.Outcome));
        Assert.True(sent.Attempts[1].StartedAt < refused.Conversions[0].DueAt);
        var audit = (await scene.GetAsync("/api/audit")).Json["items"]!.AsArray();
        Assert.Equal("by hand: delivery goes on; 1 that waited is sent now", (string)Assert.Single(audit, e => (string)e!["kind"]! == "resume")!["text"]!);
    }

    [Fact]
    public async Task The_forecast_of_what_waits_is_not_before_the_last_of_it_is_due()
    {
        await using var scene = await ApiScene.StartAsync();
        scene.Cometly.Answer(401);
        var refused = await scene.Hub.WhenAsync(await scene.Hub.PostAsync("stripe/charge.succeeded.json"), w => w.Conversions is [{ Attempts.Count: 1, State: ConversionState.Pending }], "is refused");
        await scene.Hub.Records.SetPauseAsync("main", null, byHand: true, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

        // The scene's own destination has no budget, and so no forecast.
        var views = new DestinationViews(
            new Dictionary<string, DestinationOptions>(StringComparer.Ordinal) { ["main"] = new() { Token = "t" } },
            scene.Hub.Services.GetRequiredService<IOverview>(), scene.Hub.Records, TimeProvider.System);
        var clearAt = Assert.Single(await views.AllAsync(TestContext.Current.CancellationToken)).ClearAt!.Value;

        Assert.InRange(clearAt - refused.Conversions[0].DueAt!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(0, clearAt.Second);
    }

    [Fact]
    public async Task A_destination_is_paused_until_somebody_resumes_it_and_what_arrives_waits()
    {
        await using var scene = await ApiScene.StartAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await scene.AskAsync(AccessRole.Operator, HttpMethod.Put, "/api/destinations/main/pause", """{"reason":"new space"}""")).Status);
        var posted = await scene.Hub.PostAsync("stripe/charge.succeeded.json");
        var waiting = await scene.Hub.WhenAsync(posted, w => w.State == WebhookState.Mapped, "is mapped");
        var main = (await scene.GetAsync("/api/destinations")).Json[0]!;

        Assert.Equal(ConversionState.Pending, waiting.Conversions[0].State);
        Assert.Equal(("by hand: new space", 1L), ((string)main["paused_because"]!, (long)main["pending"]!));

        Assert.Equal(HttpStatusCode.NoContent, (await scene.AskAsync(AccessRole.Operator, HttpMethod.Delete, "/api/destinations/main/pause")).Status);
        await scene.Hub.EndedAsync(posted);
        var audit = (await scene.GetAsync("/api/audit")).Json["items"]!.AsArray();
        Assert.Contains(audit, e => (string)e!["kind"]! == "pause" && ((string)e["actor"]!).StartsWith("key ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_test_event_comes_from_the_shop_that_its_endpoint_is_bound_to()
    {
        await using var scene = await ApiScene.StartAsync();
        scene.Hub.Services.GetRequiredService<EndpointCatalog>().Find("shopify")!.BindTo("lantern.myshopify.com");

        var sent = await scene.AskAsync(AccessRole.Operator, HttpMethod.Post, "/api/endpoints/shopify/test");

        Assert.True(sent.Status == HttpStatusCode.OK, sent.Text);
        Assert.Equal("lantern.myshopify.com", (await scene.Hub.EndedAsync(new PostedWebhook(200, "", (long)sent.Json["webhook"]!, ""))).Shop);
    }

    [Theory]
    [InlineData("stripe")]
    [InlineData("shopify")]
    public async Task A_test_event_goes_through_the_front_door_and_never_to_Cometly(string endpoint)
    {
        await using var scene = await ApiScene.StartAsync();
        var before = scene.Cometly.Requests.Count;
        var sent = await scene.AskAsync(AccessRole.Operator, HttpMethod.Post, $"/api/endpoints/{endpoint}/test");
        Assert.True(sent.Status == HttpStatusCode.OK, sent.Text);
        var webhook = await scene.Hub.EndedAsync(new PostedWebhook(200, "", (long)sent.Json["webhook"]!, ""));

        Assert.True(webhook.Test);
        Assert.All(webhook.Conversions, c => Assert.Equal(ConversionState.Excluded, c.State));
        Assert.Equal(before, scene.Cometly.Requests.Count);
        Assert.Equal(HttpStatusCode.NotFound, (await scene.AskAsync(AccessRole.Operator, HttpMethod.Post, "/api/endpoints/nowhere/test")).Status);
        Assert.Contains("no sample of calendly", (await scene.AskAsync(AccessRole.Operator, HttpMethod.Post, "/api/endpoints/calendly/test")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_is_begun_once_by_its_id_and_says_how_far_it_is()
    {
        await using var scene = await ApiScene.StartAsync();
        var webhook = await scene.Hub.EndedAsync("stripe/charge.succeeded.json");

        var preview = await RunAsync("preview-1", $$"""{"preview":true,"webhooks":[{{webhook.Id}}]}""");
        var again = await scene.AskAsync(AccessRole.Operator, HttpMethod.Put, "/api/replays/preview-1", $$"""{"preview":true,"webhooks":[{{webhook.Id}}]}""");
        var other = await scene.AskAsync(AccessRole.Operator, HttpMethod.Put, "/api/replays/preview-1", """{"webhooks":[1,2,3]}""");

        Assert.Equal((1L, 1L), ((long)preview["progress"]!["mapped"]!["webhooks"]!, (long)preview["progress"]!["mapped"]!["skipped"]!));
        Assert.Equal((string)preview["began_at"]!, (string)again.Json["began_at"]!);
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Equal(0, (await scene.Hub.Archive.FindAsync(webhook.Id, Cancel))!.Run);
        Assert.Equal(HttpStatusCode.NotFound, (await scene.GetAsync("/api/replays/never")).Status);

        async Task<System.Text.Json.Nodes.JsonNode> RunAsync(string id, string body)
        {
            Assert.Equal(HttpStatusCode.Accepted, (await scene.AskAsync(AccessRole.Operator, HttpMethod.Put, $"/api/replays/{id}", body)).Status);
            System.Text.Json.Nodes.JsonNode? run = null;
            await Until.True(async () => (run = (await scene.GetAsync($"/api/replays/{id}")).Json)["ended_at"] is not null, "the replay ends");
            return run!;
        }
    }

    [Fact]
    public async Task What_is_wrong_is_said_as_a_problem()
    {
        await using var scene = await ApiScene.StartAsync();

        var state = await scene.GetAsync("/api/webhooks?state=gone");
        var nobody = await scene.AskAsync(AccessRole.Admin, HttpMethod.Put, "/api/users/ada", """{"role":"viewer","password":"short"}""");
        var number = await scene.GetAsync("/api/webhooks?limit=many");
        var missing = await scene.GetAsync("/api/webhooks/4711");
        var misspelt = await scene.AskAsync(AccessRole.Admin, HttpMethod.Post, "/api/erasures", """{"email":"ada@example.com","previw":true}""");
        var mode = await scene.AskAsync(AccessRole.Operator, HttpMethod.Put, "/api/replays/one", """{"mode":"everything"}""");

        Assert.All([state, nobody, number, misspelt, mode], a => Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (a.Status, a.MediaType)));
        Assert.Contains("stored, mapped, ignored, unreadable, failed, late", state.Text, StringComparison.Ordinal);
        Assert.Equal("There is no field 'previw'; /api/openapi.json says what it takes.", (string)misspelt.Json["detail"]!);
        Assert.Empty((await scene.GetAsync("/api/erasures", AccessRole.Admin)).Json["items"]!.AsArray());
        Assert.Contains("'mode' is missing, or has a value of another kind", mode.Text, StringComparison.Ordinal);
        Assert.All([number, misspelt, mode], a => Assert.DoesNotContain("CometHooks.", a.Text, StringComparison.Ordinal));
        Assert.Contains("at least 12 characters", nobody.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (missing.Status, missing.MediaType));
    }
}
