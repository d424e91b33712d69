using CometHooks.Cli.Demo;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.Store;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Instances on one PostgreSQL that share the work.</summary>
public sealed class RolesTests(PostgresForTests postgres)
{
    private const string Charge = "stripe/charge.succeeded.json";

    [Fact]
    public async Task One_instance_receives_another_maps_a_third_delivers_and_the_conversion_goes_once()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        var connection = await postgres.MakeDatabaseAsync();
        using var front = Folder(cometly.Url, connection, "receive");
        using var middle = Folder(cometly.Url, connection, "map");
        using var back = Folder(cometly.Url, connection, "deliver");
        await using var receiver = await RunningHub.StartAsync(front);
        await using var mapper = await RunningHub.StartAsync(middle);
        await using var deliverer = await RunningHub.StartAsync(back);

        var posted = await receiver.PostAsync(Charge);
        var again = await receiver.PostAsync(Charge);
        var ended = await receiver.EndedAsync(posted);

        Assert.Equal((200, "stored", 200, "duplicate"), (posted.Status, posted.Word, again.Status, again.Word));
        Assert.Equal(ConversionState.Delivered, Assert.Single(ended.Conversions).State);
        Assert.Single(cometly.Requests);
    }

    [Fact]
    public async Task What_an_instance_leaves_to_others_stays_where_it_is_until_one_of_them_runs()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        var connection = await postgres.MakeDatabaseAsync();
        using var front = Folder(cometly.Url, connection, "receive", "map");
        using var back = Folder(cometly.Url, connection, "deliver");
        await using var receiver = await RunningHub.StartAsync(front);

        var mapped = await receiver.WhenAsync(await receiver.PostAsync(Charge), w => w.State == WebhookState.Mapped, "is mapped");

        Assert.Equal(ConversionState.Pending, Assert.Single(mapped.Conversions).State);
        Assert.Empty(cometly.Requests);

        await using var deliverer = await RunningHub.StartAsync(back);
        await Until.True(() => cometly.Requests.Count == 1, "the other instance delivered");
    }

    [Fact]
    public async Task An_instance_that_does_not_receive_answers_503_keeps_nothing_and_is_ready()
    {
        var connection = await postgres.MakeDatabaseAsync();
        using var folder = Folder("http://127.0.0.1:1/", connection, "map", "deliver");
        await using var hub = await RunningHub.StartAsync(folder);

        var answer = await hub.PostAsync(Charge);
        var ready = await hub.ReadyAsync();

        Assert.Equal(503, answer.Status);
        Assert.Empty(await hub.Archive.NewestAsync(endpoint: null, most: 10, TestContext.Current.CancellationToken));
        Assert.True((bool)ready["ready"]!, ready.ToJsonString());
        Assert.Equal(
            ("off", "on", "on", "off: other instances receive (roles)"),
            ((string)Details("roles")["receive"]!, (string)Details("roles")["map"]!, (string)Details("roles")["deliver"]!, (string)Details("endpoints")["stripe"]!));

        System.Text.Json.Nodes.JsonNode Details(string check) => ready["checks"]![check]!["details"]!;
    }

    [Fact]
    public async Task An_instance_that_only_maps_needs_neither_secret_nor_token_and_says_at_start_what_it_does()
    {
        var connection = await postgres.MakeDatabaseAsync();
        using var folder = Folder("http://127.0.0.1:1/", connection, "map");
        foreach (var secret in new[] { "STRIPE_WEBHOOK_SECRET", "SHOPIFY_WEBHOOK_SECRET", "CALENDLY_WEBHOOK_SECRET", "COMETLY_API_TOKEN" })
        {
            folder.Environment.Remove(secret);
        }

        var configured = folder.Load();
        await using var hub = await RunningHub.StartAsync(folder);

        Assert.Empty(configured.Configuration!.StartProblems());
        Assert.Empty(configured.Warnings);
        Assert.Contains("This instance does: \"map\"", hub.Log.Messages);
    }

    private static HubFolder Folder(string cometly, string connection, params string[] roles)
    {
        var folder = new HubFolder(cometly);
        folder.Environment["Store__provider"] = "postgres";
        folder.Environment["Store__connection"] = connection;
        foreach (var (index, role) in roles.Index())
        {
            folder.Environment[$"Roles__{index}"] = role;
        }

        return folder;
    }
}
