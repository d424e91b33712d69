using System.Globalization;
using System.Text.Json.Nodes;
using CometHooks.Cli.Demo;
using CometHooks.Operate.Edit;
using CometHooks.Operate.Mappings;
using CometHooks.Store;
using CometHooks.Store.Postgres;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Hubs on one PostgreSQL, each with files of its own, and the version that all of them use.</summary>
public sealed class ApplyTests(PostgresForTests postgres)
{
    private const string Charge = "stripe/charge.succeeded.json";
    private const string Name = "mappings/stripe.yaml";

    private const string Payment = """
          - name: payment
            on: charge.succeeded
            send: purchase
            once_per: payment_intent
            fields:
              email: billing_details.email
              amount: $facts.amount
        """;

    private static readonly string Sale = Payment.Replace("payment\n", "sale\n", StringComparison.Ordinal);
    private static readonly string Failing = Payment.Replace("    send:", "    when: billing_details.email > 5\n    send:", StringComparison.Ordinal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_hub_makes_its_files_active_and_one_that_starts_with_others_uses_the_active_ones_and_says_so()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        var connection = await postgres.MakeDatabaseAsync();
        using var older = Folder(cometly.Url, connection, Payment, "receive");
        using var newer = Folder(cometly.Url, connection, Sale, "map", "deliver");
        await using var first = await RunningHub.StartAsync(older);
        await using var second = await RunningHub.StartAsync(newer);

        var mapped = await first.EndedAsync(Charge);

        Assert.Equal("payment", Assert.Single(mapped.Conversions).Rule);
        Assert.Equal(await VersionAsync(first), await VersionAsync(second));
        Assert.Equal(await VersionAsync(first), mapped.MappingVersion);
        Assert.Null((await DetailsAsync(first))["differs"]);
        Assert.Contains("differs from the active mapping; run comethooks apply", (string)(await DetailsAsync(second))["differs"]!, StringComparison.Ordinal);
        Assert.True((bool)(await second.ReadyAsync())["ready"]!);
        Assert.EndsWith("is active, the first one, by the hub that started first", Assert.Single(await AuditAsync(first)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_activation_at_one_hub_reaches_the_others_and_one_that_started_from_an_older_version_changes_nothing()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        var connection = await postgres.MakeDatabaseAsync();
        using var one = Folder(cometly.Url, connection, Payment);
        using var other = Folder(cometly.Url, connection, Payment);
        await using var first = await RunningHub.StartAsync(one);
        await using var second = await RunningHub.StartAsync(other);
        var version = await VersionAsync(first);
        var text = one.Read(Name);

        var activated = await first.Services.GetRequiredService<MappingActivation>().ActivateAsync(Name, text + "# ours\n", version, "user ada", Cancel);
        await Until.True(async () => await VersionAsync(second) == activated.Version, "the other hub uses it");
        var outdated = await second.Services.GetRequiredService<MappingActivation>().ActivateAsync(Name, text + "# mine\n", version, "user bob", Cancel);

        Assert.Equal((ActivationEnd.Active, ActivationEnd.Outdated), (activated.End, outdated.End));
        Assert.NotEqual(version, activated.Version);
        Assert.Equal(activated.Version, await VersionAsync(second));
        Assert.Equal(text, one.Read(Name));
        Assert.Contains(await AuditAsync(second), line => line.EndsWith($"is active in place of {version}, by user ada", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apply_makes_a_version_active_in_all_running_hubs_and_what_had_failed_is_mapped_again_once()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        var connection = await postgres.MakeDatabaseAsync();
        using var one = Folder(cometly.Url, connection, Failing);
        using var two = Folder(cometly.Url, connection, Failing);
        await using var first = await RunningHub.StartAsync(one);
        await using var second = await RunningHub.StartAsync(two);
        var failed = await first.EndedAsync(Charge);

        one.MapStripeBy(Payment);
        var preview = await ApplyAsync(one, "--preview", "--json");
        var afterPreview = await VersionAsync(first);
        var apply = await ApplyAsync(one, "--json");
        var again = await ApplyAsync(one, "--json");
        await Until.True(async () => await VersionAsync(first) == To(apply) && await VersionAsync(second) == To(apply), "both hubs use it");
        var mapped = await first.WhenAsync(new PostedWebhook(200, "stored", failed.Id, ""), w => w.State == WebhookState.Mapped && w.Conversions[0].State == ConversionState.Delivered, "is mapped again");

        Assert.Equal(WebhookState.Failed, failed.State);
        Assert.Equal((0, false, failed.MappingVersion), (preview.ExitCode, (bool)preview.Json["applied"]!, afterPreview));
        Assert.Equal((0, true, failed.MappingVersion, true), (apply.ExitCode, (bool)apply.Json["applied"]!, (string)Row(apply)["from"]!, (bool)Row(apply)["changed"]!));
        Assert.Equal(["stripe"], Row(apply)["endpoints"]!.AsArray().Select(e => (string)e!));
        Assert.Equal((0, false, To(apply), false), (again.ExitCode, (bool)again.Json["applied"]!, (string)Row(again)["from"]!, (bool)Row(again)["changed"]!));
        Assert.Equal((To(apply), 0), (mapped.MappingVersion, mapped.Run));
        Assert.Equal(To(apply), Assert.Single(mapped.Conversions).MappingVersion);
        Assert.Single(cometly.Requests);
        Assert.StartsWith($"version {To(apply)} is active in place of {failed.MappingVersion}, by comethooks apply on ", (await AuditAsync(first))[0], StringComparison.Ordinal);

        // The other hub's file is the older one now.
        await Until.True(async () => (await DetailsAsync(second))["differs"] is not null, "the other hub says that its file differs");
        await Until.True(() => second.Log.Text.Contains("run comethooks apply", StringComparison.Ordinal), "its log says so");
        Assert.Null((await DetailsAsync(first))["differs"]);
    }

    [Fact]
    public async Task A_file_that_changes_under_a_running_hub_changes_nothing_before_it_is_applied()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        using var folder = Folder(cometly.Url, await postgres.MakeDatabaseAsync(), Payment);
        await using var hub = await RunningHub.StartAsync(folder);

        folder.MapStripeBy(Sale);
        await Until.True(async () => (await DetailsAsync(hub))["differs"] is not null, "the hub says that its file differs");
        var before = await hub.EndedAsync(Charge);
        await ApplyAsync(folder);
        await Until.True(async () => (await DetailsAsync(hub))["differs"] is null, "the hub uses the file");
        var after = await hub.EndedAsync("stripe/charge.succeeded.token.json");

        Assert.Equal(("payment", "sale"), (before.Conversions[0].Rule, after.Conversions[0].Rule));
    }

    [Fact]
    public async Task Mistakes_are_all_reported_at_once_and_nothing_changes()
    {
        var connection = await postgres.MakeDatabaseAsync();
        using var folder = Folder("http://127.0.0.1:1/", connection, Payment);
        await using var hub = await RunningHub.StartAsync(folder);
        var version = await VersionAsync(hub);

        folder.MapStripeBy(Payment.Replace("amount:", "ammount:", StringComparison.Ordinal).Replace("email:", "e_mail:", StringComparison.Ordinal));
        folder.Write("mappings/draft.yaml", "version: 1\nsource: stripe\nrules: []\n");
        var apply = await ApplyAsync(folder);
        var json = await ApplyAsync(folder, "--json");
        folder.Configure([HubFolder.Endpoint("stripe", "stripe", ", colour: red")], further: StoreOf(connection));
        var unusable = await ApplyAsync(folder);

        Assert.Equal((1, 1, 2), (apply.ExitCode, json.ExitCode, unusable.ExitCode));
        Assert.False((bool)json.Json["ok"]!);
        Assert.All(["'ammount'", "'e_mail'", "mappings/draft.yaml:"], part => Assert.Contains(part, apply.Output, StringComparison.Ordinal));
        Assert.Equal(version, await VersionAsync(hub));
        Assert.Single(await AuditAsync(hub));
    }

    [Fact]
    public async Task A_hub_starts_on_the_active_version_where_its_own_file_is_broken()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        var connection = await postgres.MakeDatabaseAsync();
        using var good = Folder(cometly.Url, connection, Payment);
        await using (await RunningHub.StartAsync(good))
        {
        }

        using var broken = Folder(cometly.Url, connection, Payment.Replace("amount:", "ammount:", StringComparison.Ordinal));
        await using var hub = await RunningHub.StartAsync(broken, isBroken: true);

        Assert.Equal("payment", Assert.Single((await hub.EndedAsync(Charge)).Conversions).Rule);
        Assert.Contains("run comethooks apply", (string)(await DetailsAsync(hub))["differs"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_example_does_not_hold_is_not_what_the_first_hub_makes_active()
    {
        var connection = await postgres.MakeDatabaseAsync();
        using var folder = Folder("http://127.0.0.1:1/", connection, Payment + "\nexamples:\n  - { name: a charge, events: [stripe/charge.succeeded.json], sends: [{ email: someone@example.net }] }");
        await using var store = await PostgresStore.OpenAsync(new StoreOptions { Connection = connection }, TimeProvider.System, NullLogger.Instance);
        var hub = folder.Load();

        var problems = await StartMappings.ChooseAsync(store, hub.Mappings, hub.BrokenMappings, hub.Targets, hub.Examples, TimeProvider.System, NullLogger.Instance, Cancel);

        Assert.StartsWith("example 'a charge' does not hold", Assert.Single(problems).Message, StringComparison.Ordinal);
        Assert.Empty(await store.ActiveMappingsAsync(Cancel));
    }

    [Fact]
    public async Task An_active_version_that_a_hub_cannot_use_leaves_it_on_the_one_before_and_stops_the_next_start()
    {
        var connection = await postgres.MakeDatabaseAsync();
        using var folder = Folder("http://127.0.0.1:1/", connection, Payment);
        await using var hub = await RunningHub.StartAsync(folder);
        var version = await VersionAsync(hub);
        await using var newer = await PostgresStore.OpenAsync(new StoreOptions { Connection = connection }, TimeProvider.System, NullLogger.Instance);

        await newer.Mappings.ApplyAsync([new MappingVersion(Name, "of a newer build", "version: 7", DateTimeOffset.UnixEpoch)], "a newer build", onlyMissing: false, Cancel);
        await Until.True(async () => (await DetailsAsync(hub))["refused_change"] is not null, "the hub says that it cannot use it");
        var hubs = folder.Load();
        var problems = await StartMappings.ChooseAsync(newer, hubs.Mappings, hubs.BrokenMappings, hubs.Targets, hubs.Examples, TimeProvider.System, NullLogger.Instance, Cancel);
        var used = await VersionAsync(hub);
        await ApplyAsync(folder);
        await Until.True(async () => (await DetailsAsync(hub))["refused_change"] is null, "what it has is active again");

        Assert.Equal(version, used);
        Assert.Contains("version of a newer build is active in the store, but this hub cannot use it", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains(hub.Log.Messages, m => m.Contains("but this hub cannot use it and goes on with the version before", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_store_or_its_server_apply_ends_with_2_and_makes_none()
    {
        var empty = await postgres.MakeEmptyDatabaseAsync();
        using var folder = Folder("http://127.0.0.1:1/", empty, Payment);

        var apply = await ApplyAsync(folder);
        var again = await ApplyAsync(folder, "--preview");

        Assert.Equal((2, 2), (apply.ExitCode, again.ExitCode));
        Assert.Contains("There is no store in", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_SQLite_apply_checks_and_says_that_the_running_hub_takes_files_by_itself()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");

        var apply = await ApplyAsync(folder);
        folder.MapStripeBy("  - name: nonsense\n");
        var broken = await ApplyAsync(folder);

        Assert.Equal((0, 1), (apply.ExitCode, broken.ExitCode));
        Assert.Contains("the running hub takes a changed file by itself", apply.Output, StringComparison.Ordinal);
    }

    private static HubFolder Folder(string cometly, string connection, string rules, params string[] roles)
    {
        var folder = new HubFolder(cometly).Configure([HubFolder.Endpoint("stripe", "stripe")], further: StoreOf(connection)).MapStripeBy(rules);
        foreach (var (index, role) in roles.Index())
        {
            folder.Environment[string.Create(CultureInfo.InvariantCulture, $"Roles__{index}")] = role;
        }

        return folder;
    }

    private static string StoreOf(string connection) => $"store: {{ provider: postgres, connection: \"{connection}\" }}";

    private static Task<CommandResult> ApplyAsync(HubFolder folder, params string[] options) => Command.RunAsync(["apply", "--config", folder.Config, .. options]);

    private static JsonNode Row(CommandResult apply) => Assert.Single(apply.Json["mappings"]!.AsArray())!;

    private static string To(CommandResult apply) => (string)Row(apply)["to"]!;

    private static async Task<JsonNode> DetailsAsync(RunningHub hub) => (await hub.ReadyAsync())["checks"]!["mappings"]!["details"]![Name]!;

    private static async Task<string> VersionAsync(RunningHub hub) => (string)(await DetailsAsync(hub))["version"]!;

    private static async Task<List<string>> AuditAsync(RunningHub hub) =>
        [.. (await hub.Records.AuditAsync(10, Cancel)).Where(e => e is { Kind: "mapping", Subject: Name }).Select(e => e.Text)];
}
