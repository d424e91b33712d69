using System.Net;
using System.Text;
using CometHooks.Store;
using CometHooks.Tests.Fakes;

namespace CometHooks.Tests.Receive;

/// <summary>Every outcome has the answer that the design gives it.</summary>
public sealed class AnswerTableTests
{
    private const string Event = """{"id":"evt_1","type":"charge.succeeded"}""";

    [Fact]
    public async Task A_new_webhook_is_stored_and_answered_200_with_its_id()
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var answer = await hub.PostAsync(Event);

        Assert.Equal((HttpStatusCode.OK, """{"id":"wh_12","status":"stored"}"""), await SeenAsync(answer));
        var entry = Assert.Single(hub.Inbox.Entries);
        Assert.Equal(("stripe", "evt_1", "charge.succeeded", WebhookState.Stored), (entry.Endpoint, entry.EventId, entry.Type, entry.State));
        Assert.Equal(Event, Encoding.UTF8.GetString(entry.Body.Span));
    }

    [Fact]
    public async Task A_redelivered_webhook_is_answered_200_with_the_same_id_and_stored_once()
    {
        await using var hub = await HubUnderTest.StartAsync();
        using var first = await hub.PostAsync(Event);

        using var again = await hub.PostAsync(Event);

        Assert.Equal((HttpStatusCode.OK, """{"id":"wh_12","status":"duplicate"}"""), await SeenAsync(again));
        Assert.Single(hub.Inbox.Entries);
    }

    [Theory]
    [InlineData(null, 401, "signature missing")]
    [InlineData("gibberish", 400, "signature malformed")]
    [InlineData("right signature of another body", 401, "signature wrong")]
    [InlineData("right but old", 401, "signature too old")]
    public async Task What_is_not_authentic_is_refused_without_a_hint_counted_and_not_stored(string? signature, int status, string reason)
    {
        await using var hub = await HubUnderTest.StartAsync();
        var body = Encoding.UTF8.GetBytes(Event);
        var sent = signature switch
        {
            "right signature of another body" => Signatures.SignTimestamped("{}"u8, HubUnderTest.Secret, DateTimeOffset.UtcNow),
            "right but old" => Signatures.SignTimestamped(body, HubUnderTest.Secret, DateTimeOffset.UtcNow.AddHours(-1)),
            _ => signature,
        };

        using var answer = await hub.SendAsync("webhooks/stripe", body, sent);

        await AssertProblemAsync(answer, status);
        Assert.DoesNotContain("tiny", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(hub.Inbox.Entries);
        Assert.Equal(1, hub.Refusals.Of("stripe", reason));
    }

    [Fact]
    public async Task A_flipped_byte_is_refused()
    {
        await using var hub = await HubUnderTest.StartAsync();
        var body = Encoding.UTF8.GetBytes(Event);
        var signature = Signatures.SignTimestamped(body, HubUnderTest.Secret, DateTimeOffset.UtcNow);
        body[^2] ^= 1;

        using var answer = await hub.SendAsync("webhooks/stripe", body, signature);

        await AssertProblemAsync(answer, 401);
    }

    [Fact]
    public async Task An_empty_body_is_answered_400()
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var answer = await hub.PostAsync("");

        await AssertProblemAsync(answer, 400);
    }

    [Fact]
    public async Task An_authentic_body_that_is_no_event_is_stored_as_unreadable_and_answered_200()
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var answer = await hub.PostAsync("hello");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var entry = Assert.Single(hub.Inbox.Entries);
        Assert.Equal((WebhookState.Unreadable, "not JSON"), (entry.State, entry.Reason));
    }

    [Fact]
    public async Task An_authentic_batch_without_events_is_kept_too()
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var answer = await hub.PostAsync("[]");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(WebhookState.Unreadable, Assert.Single(hub.Inbox.Entries).State);
    }

    [Fact]
    public async Task An_event_with_nothing_to_map_is_stored_as_ignored()
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var answer = await hub.PostAsync("""{"id":"evt_1","type":"t","nothing_in_it":"a thin event"}""");

        var entry = Assert.Single(hub.Inbox.Entries);
        Assert.Equal((WebhookState.Ignored, "a thin event"), (entry.State, entry.Reason));
    }

    [Fact]
    public async Task All_events_of_one_request_are_kept_and_the_first_ones_id_is_answered()
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var answer = await hub.PostAsync("""[{"id":"a","type":"t"},{"id":"b","type":"t"},{"id":"c","type":"t"}]""");

        Assert.Equal((HttpStatusCode.OK, """{"id":"wh_12","status":"stored"}"""), await SeenAsync(answer));
        Assert.Equal(["a", "b", "c"], hub.Inbox.Entries.Select(x => x.EventId));
    }

    [Theory]
    [InlineData("webhooks/unheard-of")]
    [InlineData("webhooks/stripe/unheard-of")]
    [InlineData("webhooks/shopify")]
    [InlineData("webhooks")]
    [InlineData("webhooks/stripe/a/b")]
    public async Task An_unknown_endpoint_is_answered_404(string path)
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var answer = await hub.PostAsync(Event, path);

        await AssertProblemAsync(answer, 404);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Another_method_is_answered_405_with_what_is_allowed(string method)
    {
        await using var hub = await HubUnderTest.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "webhooks/stripe");

        using var answer = await hub.Webhooks.SendAsync(request, TestContext.Current.CancellationToken);

        await AssertProblemAsync(answer, 405);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_probe_that_the_adapter_knows_is_answered_by_its_handshake()
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var answer = await hub.Webhooks.GetAsync("webhooks/stripe?challenge=abc", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "abc"), await SeenAsync(answer));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData(nameof(AddOutcome.QueueFull))]
    [InlineData(nameof(AddOutcome.Unavailable))]
    public async Task A_store_that_cannot_keep_it_is_answered_503_with_a_time_to_come_back(string outcome)
    {
        await using var hub = await HubUnderTest.StartAsync();
        hub.Inbox.Instead = () => Task.FromResult(new AddResult(Enum.Parse<AddOutcome>(outcome), [], "disk full"));

        using var answer = await hub.PostAsync(Event);

        await AssertProblemAsync(answer, 503);
        Assert.Equal(TimeSpan.FromSeconds(30), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_commit_that_takes_too_long_is_answered_503_and_goes_on()
    {
        await using var hub = await HubUnderTest.StartAsync(further: "limits: { commit: 50ms }");
        var disk = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Inbox.Disk = disk.Task;

        using var answer = await hub.PostAsync(Event);
        await AssertProblemAsync(answer, 503);
        Assert.Empty(hub.Inbox.Entries);
        disk.SetResult();
        await Until.True(() => hub.Inbox.Entries.Count == 1, "the commit is done");
        using var again = await hub.PostAsync(Event);

        Assert.Equal((HttpStatusCode.OK, """{"id":"wh_12","status":"duplicate"}"""), await SeenAsync(again));
    }

    [Fact]
    public async Task A_bug_on_the_path_is_answered_503_so_that_the_webhook_comes_again()
    {
        await using var hub = await HubUnderTest.StartAsync();
        hub.Adapters["stripe"].Throws = true;

        using var answer = await hub.PostAsync(Event);

        await AssertProblemAsync(answer, 503);
        Assert.Contains(hub.Log.Events, x => x.Exception is InvalidOperationException);
    }

    [Fact]
    public async Task A_hub_that_shuts_down_answers_503_and_is_not_ready()
    {
        await using var hub = await HubUnderTest.StartAsync();
        hub.App.Lifetime.StopApplication();

        using var answer = await hub.PostAsync(Event);
        using var ready = await hub.Admin.GetAsync("readyz", TestContext.Current.CancellationToken);

        await AssertProblemAsync(answer, 503);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Empty(hub.Inbox.Entries);
    }

    [Fact]
    public async Task A_webhook_in_flight_is_finished_before_the_hub_stops()
    {
        await using var hub = await HubUnderTest.StartAsync(further: "limits: { commit: 20s }");
        var commit = new TaskCompletionSource<AddResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Inbox.Instead = () =>
        {
            reached.TrySetResult();
            return commit.Task;
        };

        var inFlight = hub.PostAsync(Event);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var stopping = hub.App.StopAsync(TestContext.Current.CancellationToken);
        commit.SetResult(new AddResult(AddOutcome.Stored, [7]));
        using var answer = await inFlight;
        await stopping;

        Assert.Equal((HttpStatusCode.OK, """{"id":"wh_7","status":"stored"}"""), await SeenAsync(answer));
    }

    internal static async Task AssertProblemAsync(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"\"status\":{status}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Body)> SeenAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
