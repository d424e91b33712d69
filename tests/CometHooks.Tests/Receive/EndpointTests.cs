using System.Net;
using CometHooks.Store;
using CometHooks.Store.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Tests.Receive;

/// <summary>Which endpoint a URL leads to, and what an endpoint takes.</summary>
public sealed class EndpointTests
{
    private const string Event = """{"id":"evt_1","type":"charge.succeeded"}""";

    [Fact]
    public async Task A_url_without_a_name_leads_to_the_endpoint_named_like_its_source()
    {
        await using var hub = await HubUnderTest.StartAsync($"{HubUnderTest.EndpointLine("eu", "stripe")}\n  {HubUnderTest.EndpointLine("stripe", "stripe")}");

        using var unnamed = await hub.PostAsync(Event);
        using var named = await hub.PostAsync(Event, "webhooks/stripe/eu");

        Assert.Equal(["stripe", "eu"], hub.Inbox.Entries.Select(x => x.Endpoint));
    }

    [Fact]
    public async Task A_url_without_a_name_leads_to_the_only_endpoint_of_its_source()
    {
        await using var hub = await HubUnderTest.StartAsync(HubUnderTest.EndpointLine("bookings", "calendly"));

        using var answer = await hub.PostAsync(Event, "webhooks/calendly");

        Assert.Equal("bookings", Assert.Single(hub.Inbox.Entries).Endpoint);
    }

    [Fact]
    public async Task A_url_without_a_name_is_answered_404_where_several_could_be_meant()
    {
        await using var hub = await HubUnderTest.StartAsync($"{HubUnderTest.EndpointLine("eu", "stripe")}\n  {HubUnderTest.EndpointLine("us", "stripe")}");

        using var answer = await hub.PostAsync(Event);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_source_of_a_plugin_needs_no_controller_of_its_own()
    {
        await using var hub = await HubUnderTest.StartAsync(HubUnderTest.EndpointLine("acme", "acme"));

        using var answer = await hub.PostAsync(Event, "webhooks/acme");

        Assert.Equal("acme", Assert.Single(hub.Inbox.Entries).Source);
    }

    [Fact]
    public async Task The_case_of_a_source_in_a_URL_does_not_matter()
    {
        await using var hub = await HubUnderTest.StartAsync(HubUnderTest.EndpointLine("stripe", "stripe"));

        using var answer = await hub.PostAsync(Event, "webhooks/STRIPE");

        Assert.Equal("stripe", Assert.Single(hub.Inbox.Entries).Source);
    }

    [Theory]
    [InlineData("stripe: { source: stripe, mapping: m.yaml, destination: main }", "no secret is set")]
    [InlineData("stripe: { source: stripe, secrets: [s], enabled: false, mapping: m.yaml, destination: main }", "enabled is false")]
    public async Task An_endpoint_that_is_off_answers_503_and_says_why_at_start(string endpoint, string reason)
    {
        await using var hub = await HubUnderTest.StartAsync(endpoint);

        using var answer = await hub.PostAsync(Event);

        await AnswerTableTests.AssertProblemAsync(answer, 503);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains(hub.Log.Messages, x => x.Contains("is off", StringComparison.Ordinal) && x.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_adapter_that_was_switched_off_answers_503()
    {
        await using var hub = await HubUnderTest.StartAsync();
        hub.Adapters["stripe"].OffBecause = "it hung three times";

        using var answer = await hub.PostAsync(Event);

        await AnswerTableTests.AssertProblemAsync(answer, 503);
    }

    [Theory]
    [InlineData("", "acct_other", "ignored", "connected account acct_other: list it under accounts")]
    [InlineData("accounts: [acct_mine]", "acct_other", "ignored", "connected account acct_other: list it under accounts")]
    [InlineData("accounts: [acct_mine]", "acct_mine", "stored", null)]
    [InlineData("accounts: [\"*\"]", "acct_any", "stored", null)]
    public async Task A_connected_accounts_event_is_mapped_only_where_the_account_is_listed(string more, string account, string state, string? reason)
    {
        await using var hub = await HubUnderTest.StartAsync(HubUnderTest.EndpointLine("stripe", "stripe", more));

        using var answer = await hub.PostAsync($$"""{"id":"evt_1","type":"t","account":"{{account}}"}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var entry = Assert.Single(hub.Inbox.Entries);
        Assert.Equal((state, reason), (entry.State.ToString().ToLowerInvariant(), entry.Reason));
    }

    [Fact]
    public async Task A_late_webhook_is_kept_as_late_answered_200_and_alarmed_once()
    {
        await using var hub = await HubUnderTest.StartAsync(HubUnderTest.EndpointLine("calendly", "calendly"), before: x => x.Adapters["calendly"].KeepsLate = true);

        using var first = await hub.PostAsync(Event, "webhooks/calendly", DateTimeOffset.UtcNow.AddHours(-3));
        using var again = await hub.PostAsync(Event, "webhooks/calendly", DateTimeOffset.UtcNow.AddHours(-3));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(WebhookState.Late, Assert.Single(hub.Inbox.Entries).State);
        Assert.Equal("late", Assert.Single(hub.Records.Audit).Kind);
        Assert.Single(hub.Log.Messages, x => x.Contains("kept as late", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_late_webhook_that_comes_again_with_a_good_signature_is_answered_stored_under_its_id_and_mapped()
    {
        await using var store = await SqliteStore.OpenInMemoryAsync(TimeProvider.System, NullLogger.Instance);
        await using var hub = await HubUnderTest.StartAsync(
            HubUnderTest.EndpointLine("calendly", "calendly"),
            before: x => x.Adapters["calendly"].KeepsLate = true,
            stages: services => services.AddSingleton<IInbox>(store));

        using var late = await hub.PostAsync(Event, "webhooks/calendly", DateTimeOffset.UtcNow.AddHours(-3));
        Assert.Empty(await store.ClaimAsync(10, TestContext.Current.CancellationToken));
        using var good = await hub.PostAsync(Event, "webhooks/calendly");

        Assert.Equal("""{"id":"wh_1","status":"stored"}""", await good.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, Assert.Single(await store.ClaimAsync(10, TestContext.Current.CancellationToken)).Id);
    }

    [Theory]
    [InlineData(-24, "stored")]
    [InlineData(-26, "late")]
    [InlineData(1, "late")]
    public async Task Late_webhooks_up_to_the_accepted_age_are_stored_like_others(int hours, string state)
    {
        await using var hub = await HubUnderTest.StartAsync(
            HubUnderTest.EndpointLine("calendly", "calendly", "accept_late: 25h"), before: x => x.Adapters["calendly"].KeepsLate = true);

        using var answer = await hub.PostAsync(Event, "webhooks/calendly", DateTimeOffset.UtcNow.AddHours(hours));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(state, Assert.Single(hub.Inbox.Entries).State.ToString().ToLowerInvariant());
    }

    [Fact]
    public async Task Without_a_configured_shop_the_first_authentic_webhooks_shop_is_pinned()
    {
        await using var hub = await HubUnderTest.StartAsync(HubUnderTest.EndpointLine("shopify", "shopify"));

        using var forged = await hub.SendAsync("webhooks/shopify", """{"id":"0","type":"t","shop":"evil.example"}"""u8.ToArray(), null);
        using var first = await hub.PostAsync("""{"id":"1","type":"t","shop":"tea.myshopify.com"}""", "webhooks/shopify");
        using var other = await hub.PostAsync("""{"id":"2","type":"t","shop":"coffee.myshopify.com"}""", "webhooks/shopify");
        using var same = await hub.PostAsync("""{"id":"3","type":"t","shop":"TEA.myshopify.com"}""", "webhooks/shopify");

        Assert.Equal([401, 200, 401, 200], new[] { forged, first, other, same }.Select(x => (int)x.StatusCode));
        Assert.Equal("tea.myshopify.com", hub.Records.Shops["shopify"]);
        Assert.Equal("shop", Assert.Single(hub.Records.Audit).Kind);
        Assert.Equal(1, hub.Refusals.Of("shopify", "wrong shop"));
        Assert.Equal(["1", "3"], hub.Inbox.Entries.Select(x => x.EventId));
    }

    [Fact]
    public async Task A_pinned_shop_outlives_a_restart()
    {
        await using var hub = await HubUnderTest.StartAsync(
            HubUnderTest.EndpointLine("shopify", "shopify"), before: x => x.Records.Shops["shopify"] = "tea.myshopify.com");

        using var other = await hub.PostAsync("""{"id":"2","type":"t","shop":"coffee.myshopify.com"}""", "webhooks/shopify");

        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    [Fact]
    public async Task A_configured_shop_is_the_only_one_and_nothing_is_pinned()
    {
        await using var hub = await HubUnderTest.StartAsync(HubUnderTest.EndpointLine("shopify", "shopify", "shop: Tea.myshopify.com"));

        using var other = await hub.PostAsync("""{"id":"1","type":"t","shop":"coffee.myshopify.com"}""", "webhooks/shopify");
        using var right = await hub.PostAsync("""{"id":"2","type":"t","shop":"tea.myshopify.com"}""", "webhooks/shopify");

        Assert.Equal([401, 200], new[] { other, right }.Select(x => (int)x.StatusCode));
        Assert.Empty(hub.Records.Shops);
    }

    [Fact]
    public async Task Headers_are_stored_without_what_proves_or_grants_something()
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var answer = await hub.PostAsync(Event);

        var headers = Assert.Single(hub.Inbox.Entries).HeadersJson;
        Assert.Contains("Content-Type", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("v1=", headers, StringComparison.Ordinal);
    }
}
