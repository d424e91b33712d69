using System.Globalization;
using System.Text.Json.Nodes;
using CometHooks.Sources;

namespace CometHooks.Tests.FrontDoor;

/// <summary><c>diff</c> over webhooks that a hub received.</summary>
public sealed class DiffCommandTests : IDisposable
{
    private const string Charge = "stripe/charge.succeeded.json";
    private const string ChargeWithToken = "stripe/charge.succeeded.token.json";
    private const string Session = "stripe/checkout.session.completed.json";
    private const string Email = "      email: billing_details.email\n";
    private const string OnePerPayment = "    once_per: payment_intent\n";

    private const string Payment = $"""
          - name: payment
            on: charge.succeeded
            send: purchase
        {OnePerPayment}    fields:
        {Email}      comet_token: metadata.comet_token
              full_name: billing_details.name
              amount: $facts.amount
              currency: $facts.currency
        """;

    private const string Checkout = """

          - name: paid checkout
            on: checkout.session.completed
            send: purchase
            once_per: payment_intent
            fields:
              email: customer_details.email
              full_name: customer_details.name
              amount: $facts.amount
              currency: $facts.currency
        """;

    private readonly HubFolder _folder = new("http://127.0.0.1:1/");
    private readonly string _changed = Path.Combine(Directory.CreateTempSubdirectory("comethooks-diff-").FullName, "stripe.yaml");

    public DiffCommandTests()
    {
        var store = Path.Combine(_folder.Config, "hub.db");
        _folder.Environment["Store__path"] = store;
        _folder.Configure([HubFolder.Endpoint("stripe", "stripe")], further: $"store: {{ path: {store} }}").MapStripeBy(Payment);
    }

    public void Dispose()
    {
        Directory.Delete(Path.GetDirectoryName(_changed)!, recursive: true);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_payment_rule_that_lost_its_email_field_is_reported_as_exactly_that_and_ends_with_1_under_a_limit()
    {
        await using var hub = await RunningHub.StartAsync(_folder);
        await SellAsync(hub, ChargeWithToken, 5);
        Change(Email, "");

        var diff = await DiffAsync("--json");
        var text = await DiffAsync("--fail-above", "1%");

        Assert.Equal((0, true), (diff.ExitCode, (bool)diff.Json["ok"]!));
        Assert.Equal((5, 0, 0, 5, 100m), ((int)diff.Json["webhooks"]!, (int)diff.Json["gained"]!, (int)diff.Json["lost"]!, (int)diff.Json["changed"]!, (decimal)diff.Json["percent"]!));
        var purchase = Assert.Single(diff.Json["events"]!.AsArray())!;
        var field = Assert.Single(purchase["fields"]!.AsArray())!;
        Assert.Equal(("purchase", "email", "payment"), ((string?)purchase["event_name"], (string?)field["field"], (string?)Assert.Single(field["rules"]!.AsArray())));
        Assert.Equal((5, 0, 0), ((int)field["lost"]!, (int)field["changed"]!, (int)field["gained"]!));
        Assert.Equal(3, field["examples"]!.AsArray().Count);
        Assert.All(field["examples"]!.AsArray(), example => Assert.Equal(("e***@e***.org", null), ((string?)example!["before"], (string?)example["after"])));
        Assert.Equal((75m, 55m), ((decimal)purchase["readiness"]!["before"]!, (decimal)purchase["readiness"]!["after"]!));
        Assert.Equal(1, text.ExitCode);
        Assert.Contains("  email: 5 lost, 0 changed, 0 gained (rule 'payment')", text.Lines);
        Assert.Contains("0 gained, 0 lost, 5 changed: 100 % of the conversions before", text.Lines);
        Assert.Contains("more than 1 % differ", text.Lines);
        Assert.DoesNotContain("eve@example.org", text.Output, StringComparison.Ordinal);
        Assert.Contains("eve@example.org -> nothing", (await DiffAsync("--reveal")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unchanged_mapping_has_no_difference_and_ends_with_0_under_any_limit()
    {
        await using var hub = await RunningHub.StartAsync(_folder);
        await SellAsync(hub, ChargeWithToken, 2);
        Change("name: payment", "name: payment # said otherwise");

        var diff = await DiffAsync("--fail-above", "0%");

        Assert.Equal(0, diff.ExitCode);
        Assert.Contains("no difference", diff.Lines);
    }

    [Fact]
    public async Task What_nothing_identifies_any_more_is_lost_with_its_money()
    {
        await using var hub = await RunningHub.StartAsync(_folder);
        await SellAsync(hub, ChargeWithToken, 1);
        await SellAsync(hub, Charge, 2);
        Change(Email, "");

        var diff = await DiffAsync("--json", "--fail-above", "99.9");

        Assert.Equal((1, 2, 1), (diff.ExitCode, (int)diff.Json["lost"]!, (int)diff.Json["changed"]!));
        var lost = Assert.Single(diff.Json["events"]![0]!["lost"]!.AsArray())!;
        Assert.Equal(("payment", "rejected (identification)", 2), ((string?)lost["rule"], (string?)lost["why"], (int)lost["count"]!));
        var money = Assert.Single(diff.Json["money"]!.AsArray())!;
        Assert.Equal(("purchase", "USD", 226.45m, 128.45m), ((string?)money["event_name"], (string?)money["currency"], (decimal)money["before"]!, (decimal)money["after"]!));
    }

    [Fact]
    public async Task Another_event_name_is_as_many_lost_as_gained()
    {
        await using var hub = await RunningHub.StartAsync(_folder);
        await SellAsync(hub, Charge, 3);
        Change("send: purchase", "send: custom_event_1");

        var diff = await DiffAsync("--json");

        Assert.Equal((3, 3, 0), ((int)diff.Json["gained"]!, (int)diff.Json["lost"]!, (int)diff.Json["changed"]!));
        Assert.Equal(["custom_event_1", "purchase"], diff.Json["events"]!.AsArray().Select(e => (string?)e!["event_name"]));
        Assert.Equal("no rule made it", (string?)diff.Json["events"]![1]!["lost"]![0]!["why"]);
    }

    [Fact]
    public async Task A_payment_that_another_event_counts_now_is_neither_lost_nor_gained()
    {
        _folder.MapStripeBy(Payment + Checkout);
        await using var hub = await RunningHub.StartAsync(_folder);
        await hub.PostAsync(Charge);
        await hub.PostAsync(Session);
        Change(Email, "");

        var diff = await DiffAsync("--json");

        Assert.Equal((0, 0, 1), ((int)diff.Json["gained"]!, (int)diff.Json["lost"]!, (int)diff.Json["changed"]!));
        Assert.Equal(1, (int)Field(diff, "event_id")["changed"]!);
        Assert.DoesNotContain(diff.Json["events"]![0]!["fields"]!.AsArray(), f => (string?)f!["field"] == "email");
    }

    [Fact]
    public async Task What_a_sibling_still_tells_is_not_lost_where_the_rule_waits_for_it()
    {
        var waits = OnePerPayment + "    wait_for_identity: 1h\n";
        _folder.MapStripeBy((Payment + Checkout).Replace(OnePerPayment, waits, StringComparison.Ordinal));
        await using var hub = await RunningHub.StartAsync(_folder);
        await hub.PostAsync(Charge);
        await hub.PostAsync(Session);
        Change(Email, "");

        var diff = await DiffAsync();

        Assert.Contains("no difference", diff.Lines);
        Assert.Contains(diff.Lines, line => line.EndsWith(": 1 conversions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_file_that_the_endpoint_names_is_compared_with_the_version_that_was_in_use_before()
    {
        await using (var hub = await RunningHub.StartAsync(_folder))
        {
            await SellAsync(hub, ChargeWithToken, 1);
            await Fakes.Until.True(async () => (await hub.Records.MappingsAsync("mappings/stripe.yaml", TestContext.Current.CancellationToken)).Count == 1, "the version is kept");
        }

        var file = _folder.Write("mappings/stripe.yaml", _folder.Read("mappings/stripe.yaml").Replace(Email, "", StringComparison.Ordinal));

        var diff = await Command.RunAsync("diff", "--config", _folder.Config, "--mapping", file, "--json");

        Assert.Equal((0, 1), (diff.ExitCode, (int)Field(diff, "email")["lost"]!));
        Assert.NotEqual((string?)diff.Json["before"]!["version"], (string?)diff.Json["after"]!["version"]);
    }

    [Fact]
    public async Task Only_the_newest_are_mapped_where_fewer_are_asked_for()
    {
        await using var hub = await RunningHub.StartAsync(_folder);
        await SellAsync(hub, Charge, 3);
        await SellAsync(hub, ChargeWithToken, 2);
        Change(Email, "");

        var diff = await DiffAsync("--json", "--last", "2");

        Assert.Equal((2, 2, 0), ((int)diff.Json["webhooks"]!, (int)diff.Json["changed"]!, (int)diff.Json["lost"]!));
    }

    [Theory]
    [InlineData("is not a share", "--fail-above", "many")]
    [InlineData("there is no endpoint 'strip'. Did you mean 'stripe'?", "--endpoint", "strip")]
    [InlineData("--last must be at least 1", "--last", "0")]
    [InlineData("the store has no webhook of endpoint 'stripe'", "--endpoint", "Stripe")]
    public async Task Diff_ends_with_2_where_it_cannot_begin_and_says_why(string why, params string[] arguments)
    {
        await using (await RunningHub.StartAsync(_folder))
        {
            Change(Email, "");
        }

        var diff = await DiffAsync(arguments);

        Assert.Equal(2, diff.ExitCode);
        Assert.Contains(why, diff.Output + diff.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Which_of_several_endpoints_is_meant_is_never_guessed_and_a_mapping_of_another_source_is_refused()
    {
        _folder.Configure([HubFolder.Endpoint("shop", "stripe"), HubFolder.Endpoint("eu", "stripe"), HubFolder.Endpoint("calls", "calendly")]);
        Change(Email, "");

        var (several, another) = (await DiffAsync(), await DiffAsync("--endpoint", "calls"));

        Assert.Equal((2, 2), (several.ExitCode, another.ExitCode));
        Assert.Contains("several endpoints name a mapping file stripe.yaml. Say with --endpoint which one is meant: shop, eu", several.Output, StringComparison.Ordinal);
        Assert.Contains("is for source 'stripe', but endpoint 'calls' receives from 'calendly'", another.Output, StringComparison.Ordinal);
    }

    private static JsonNode Field(CommandResult diff, string name) =>
        Assert.Single(diff.Json["events"]![0]!["fields"]!.AsArray(), f => (string?)f!["field"] == name)!;

    private static async Task SellAsync(RunningHub hub, string sample, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var posted = await hub.PostAsync(sample, FreshIds.In(SampleBody.Of(sample)));
            Assert.True(posted.Status == 200, posted.Status.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The endpoint's mapping with one thing changed, in a file of the same name elsewhere.</summary>
    private void Change(string what, string to)
    {
        var text = _folder.Read("mappings/stripe.yaml");
        Assert.Contains(what, text, StringComparison.Ordinal);
        File.WriteAllText(_changed, text.Replace(what, to, StringComparison.Ordinal));
    }

    private Task<CommandResult> DiffAsync(params string[] arguments) =>
        Command.RunAsync(["diff", "--config", _folder.Config, "--mapping", _changed, .. arguments]);
}
