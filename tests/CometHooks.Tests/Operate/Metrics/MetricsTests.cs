using System.Net;
using System.Text;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;

namespace CometHooks.Tests.Operate.Metrics;

/// <summary>What Prometheus is told, by real HTTP. Alone: the meters of one process are seen by all of its hubs.</summary>
[Collection(AloneCollection.Name)]
public sealed class MetricsTests : IDisposable
{
    private readonly CometlyMock _cometly = new();
    private readonly HubFolder _folder;

    public MetricsTests() => _folder = new HubFolder(_cometly.Url);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cometly.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_a_webhook_went_through_is_counted_from_its_request_to_the_answer()
    {
        Answers(202);
        await using var hub = await StartAsync("counted");

        await hub.EndedAsync("stripe/charge.succeeded.json", "counted");
        await hub.PostAsync("stripe/charge.succeeded.json", "counted");

        var seen = await Exposition.WhenAsync(
            hub, e => e.Of("comethooks_conversions_ended_total", "destination=\"counted\"", "state=\"delivered\"") == 1, "the delivery is counted");
        Assert.Equal(1, seen.Of("comethooks_requests_accepted_total", "endpoint=\"counted\"", "outcome=\"stored\""));
        Assert.Equal(1, seen.Of("comethooks_requests_accepted_total", "endpoint=\"counted\"", "outcome=\"duplicate\""));
        Assert.Equal(1, seen.Of("comethooks_webhooks_ended_total", "endpoint=\"counted\"", "state=\"mapped\""));
        Assert.Equal(1, seen.Of("comethooks_attempts_total", "destination=\"counted\"", "outcome=\"delivered\"", "status=\"202\""));
        Assert.Equal(1, seen.Of("comethooks_attempt_duration_seconds_count", "destination=\"counted\""));
        Assert.True(seen.Of("comethooks_commit_size_count") >= 1);
        Assert.Equal(seen.Of("comethooks_commit_size_count"), seen.Of("comethooks_commit_duration_seconds_count"));
    }

    [Fact]
    public async Task A_refused_request_is_counted_by_endpoint_and_reason()
    {
        await using var hub = await StartAsync("refusing");
        using var message = hub.Signed("stripe/charge.succeeded.json", SampleBody.Of("stripe/charge.succeeded.json"), "refusing");
        message.Content = new StringContent("{}", Encoding.UTF8, "application/json");

        await hub.SendAsync(message);

        var seen = await Exposition.WhenAsync(hub, e => e.Of("comethooks_requests_refused_total", "endpoint=\"refusing\"") == 1, "the refusal is counted");
        Assert.Equal(1, seen.Of("comethooks_requests_refused_total", "endpoint=\"refusing\"", "reason=\"signature wrong\"", "status=\"401\""));
        Assert.Null(seen.Of("comethooks_requests_accepted_total", "endpoint=\"refusing\""));
    }

    [Fact]
    public async Task What_waits_is_shown_with_its_age_the_budget_and_the_pause()
    {
        Answers(401, """{"message":"Unauthenticated."}""");
        await using var hub = await StartAsync("waiting", perMinute: 30);

        await hub.PostAsync("stripe/charge.succeeded.json", "waiting");

        var seen = await Exposition.WhenAsync(
            hub, e => e.Of("comethooks_destination_paused", "destination=\"waiting\"") == 1 && e.Of("comethooks_backlog", "destination=\"waiting\"") == 1, "the pause is shown");
        Assert.Equal(1, seen.Of("comethooks_conversions", "state=\"pending\""));
        Assert.Equal(0, seen.Of("comethooks_conversions", "state=\"dead\""));
        Assert.Equal(0, seen.Of("comethooks_webhooks", "state=\"stored\""));
        Assert.True(seen.Of("comethooks_oldest_age_seconds", "of=\"conversion\"") > 0);
        Assert.Equal(30, seen.Of("comethooks_budget_per_minute", "destination=\"waiting\""));
        Assert.InRange(seen.Of("comethooks_budget_available", "destination=\"waiting\"")!.Value, 0, 30);
        Assert.True(seen.Of("comethooks_endpoint_silence_seconds", "endpoint=\"waiting\"") >= 0);
        Assert.Equal(1, seen.Of("comethooks_store_healthy"));
    }

    [Fact]
    public async Task Only_the_admin_address_shows_them_and_they_hold_no_secrets_and_no_addresses()
    {
        Answers(202);
        await using var hub = await StartAsync("private");
        await hub.EndedAsync("stripe/charge.succeeded.json", "private");
        using var client = new HttpClient();

        using var answer = await client.GetAsync(hub.Url("/metrics"), Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var text = (await Exposition.OfAsync(hub)).Text;
        Assert.Contains("comethooks_requests_accepted_total", text, StringComparison.Ordinal);
        Assert.DoesNotContain(HubFolder.Token, text, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@", text, StringComparison.Ordinal);
    }

    private void Answers(int status, string body = """{"status":202,"message":"Event accepted and queued."}""") =>
        _cometly.Server.Given(WireMock.RequestBuilders.Request.Create().UsingPost())
            .RespondWith(WireMock.ResponseBuilders.Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/json").WithBody(body));

    private Task<RunningHub> StartAsync(string name, int perMinute = 0) => RunningHub.StartAsync(
        _folder.Configure(
            [HubFolder.Endpoint(name, "stripe", destination: name)],
            [$"{name}: {{ token: {HubFolder.Token}, per_minute: {perMinute}, url: \"{_cometly.Url}\" }}"]));
}
