using System.Text.RegularExpressions;
using CometHooks.Cli.Demo;

namespace CometHooks.Tests.FrontDoor;

/// <summary><c>readiness</c>, and what <c>check</c> says of events that never arrive.</summary>
public sealed partial class ReadinessCommandTests : IAsyncLifetime
{
    private const string Rules = """
          - name: payment
            on: [charge.succeeded, charge.captured]
            send: purchase
            once_per: id
            fields: { email: billing_details.email, comet_token: metadata.comet_token, amount: $facts.amount }
          - name: session
            on: [checkout.session.completed, checkout.session.async_payment_succeeded]
            send: purchase
            once_per: payment_intent
            fields: { email: customer_details.email }
        """;

    private CometlyStandIn _cometly = null!;
    private HubFolder _folder = null!;

    public async ValueTask InitializeAsync()
    {
        _cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        _folder = new HubFolder(_cometly.Url).MapStripeBy(Rules);
        _folder.Configure(
            [HubFolder.Endpoint("stripe", "stripe"), HubFolder.Endpoint("calendly", "calendly")], further: $"store: {{ path: \"{_folder.Environment["Store__path"]}\" }}");
    }

    public async ValueTask DisposeAsync()
    {
        await _cometly.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Readiness_prints_shares_by_day_and_what_would_fix_what_is_missing()
    {
        await using var hub = await RunningHub.StartAsync(_folder);
        var made = await PostAsync(hub, "stripe/charge.succeeded.json", "stripe/charge.succeeded.token.json", "stripe/charge.succeeded.no-email.json");

        var readiness = await Command.RunAsync("readiness", "--config", _folder.Config);

        Assert.Equal(0, readiness.ExitCode);
        var lines = readiness.Lines.Select(line => Spaces().Replace(line, " ").TrimEnd()).Where(line => line.Trim('─', ' ').Length > 0).ToList();
        Assert.Equal(
            [
                " endpoint event day (UTC) conversions score comet_token fingerprint email phone name nothing",
                $" stripe purchase {made:yyyy-MM-dd} 3 30 33.3% 0% 66.7% 0% 0% 33.3%",
                "stripe: 3 conversions, average score 30 of 100",
                " fingerprint_and_ip is missing in 3 (100%). Write what cometFingerprint() gives and the visitor's IP address into the same metadata as the token, as comet_fingerprint and comet_ip. Cometly takes them only together.",
                " phone is missing in 3 (100%). Let Checkout ask for it (phone_number_collection), and tick checkout.session.completed at Stripe.",
                " name is missing in 3 (100%). Let Checkout or your own form ask for it, so that it arrives in customer_details or billing_details; tick checkout.session.completed at Stripe.",
                " comet_token is missing in 2 (66.7%). Write what cometToken() gives into the metadata of the Checkout session as comet_token; for subscriptions also into subscription_data.metadata, the only place from which renewals carry it; where you make payment intents yourself, into theirs. On Payment Links and pricing tables append ?client_reference_id=ct_ and the token to the link. Tick checkout.session.completed at Stripe: a session's metadata and client_reference_id arrive with its own events only.",
                " email is missing in 1 (33.3%). Tick checkout.session.completed at Stripe: a session has the buyer's address in customer_details. On payment intents that you make yourself, set receipt_email.",
            ],
            lines);
    }

    [Fact]
    public async Task Readiness_prints_one_object_of_one_endpoint()
    {
        await using var hub = await RunningHub.StartAsync(_folder);
        await PostAsync(hub, "stripe/charge.succeeded.token.json", "calendly/invitee.created.json");

        var readiness = await Command.RunAsync("readiness", "--config", _folder.Config, "--endpoint", "stripe", "--days", "1", "--json");

        var endpoint = Assert.Single(readiness.Json["endpoints"]!.AsArray())!;
        var day = Assert.Single(endpoint["days"]!.AsArray())!;
        Assert.Equal(("stripe", 1, 70), ((string?)endpoint["endpoint"], (int)endpoint["conversions"]!, (int)endpoint["score"]!));
        Assert.Equal(("purchase", 1m, 0m, 1m), ((string?)day["event_name"], (decimal)day["comet_token"]!, (decimal)day["fingerprint_and_ip"]!, (decimal)day["email"]!));
        Assert.Equal(["fingerprint_and_ip", "phone", "name"], endpoint["missing"]!.AsArray().Select(m => (string?)m!["name"]));
        Assert.Null(readiness.Json["next"]);
    }

    [Fact]
    public async Task Readiness_of_an_empty_store_says_what_to_do_next()
    {
        await using var hub = await RunningHub.StartAsync(_folder);
        var empty = await Command.RunAsync("readiness", "--config", _folder.Config);
        await PostAsync(hub, "stripe/charge.refunded.json");
        var nothing = await Command.RunAsync("readiness", "--config", _folder.Config, "--days", "3");

        Assert.StartsWith("No event has arrived yet.", empty.Output, StringComparison.Ordinal);
        Assert.Contains("comethooks send stripe charge.succeeded", empty.Output, StringComparison.Ordinal);
        Assert.Contains("none became a conversion that counts in the last 3 days", nothing.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), (empty.ExitCode, nothing.ExitCode));
    }

    [Theory]
    [InlineData("--endpoint", "strip", "there is no endpoint 'strip'. Did you mean 'stripe'?")]
    [InlineData("--days", "0", "--days 0 is not a number from 1 to 400")]
    [InlineData("--days", "7", "There is no store")]
    public async Task Readiness_ends_with_2_where_there_is_nothing_to_ask(string option, string value, string says)
    {
        var readiness = await Command.RunAsync("readiness", "--config", _folder.Config, option, value);

        Assert.Equal(2, readiness.ExitCode);
        Assert.Contains(says, readiness.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_names_the_events_that_a_rule_needs_where_none_of_them_ever_arrived()
    {
        await using var hub = await RunningHub.StartAsync(_folder);
        var before = await Command.RunAsync("check", "--config", _folder.Config, "--json");
        var made = await PostAsync(hub, "stripe/charge.succeeded.json");

        var after = await Command.RunAsync("check", "--config", _folder.Config, "--json");

        Assert.DoesNotContain("tick it", before.Output, StringComparison.Ordinal);
        Assert.True(after.ExitCode == 0, after.Output);
        var warning = Assert.Single(after.Json["warnings"]!.AsArray(), w => ((string)w!["message"]!).Contains("tick it", StringComparison.Ordinal))!;
        Assert.Equal(("mappings/stripe.yaml", 10), ((string?)warning["file"], (int)warning["line"]!));
        Assert.Equal(
            $"endpoint 'stripe' has received events since {made:yyyy-MM-dd}, but never checkout.session.async_payment_succeeded or checkout.session.completed, which rule 'session' needs: tick it at Stripe, or take the rule out if nothing of the kind happens.",
            (string?)warning["message"]);
    }

    // Gives the day on which they were mapped.
    private static async Task<DateTimeOffset> PostAsync(RunningHub hub, params string[] samples)
    {
        foreach (var sample in samples)
        {
            await hub.EndedAsync(sample);
        }

        return TimeProvider.System.GetUtcNow();
    }

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
