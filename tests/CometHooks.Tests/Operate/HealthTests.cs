using System.Net;
using System.Text.Json;
using CometHooks.Operate.Health;
using CometHooks.Tests.Receive;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.Operate;

/// <summary>Whether the hub lives and whether it can do its job are two questions.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Readiness_shows_each_endpoint_and_why_one_is_off()
    {
        await using var hub = await HubUnderTest.StartAsync($"{HubUnderTest.EndpointLine("stripe", "stripe")}\n  eu: {{ source: stripe, mapping: m.yaml, destination: main }}");

        using var answer = await hub.Admin.GetAsync("readyz", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(json.RootElement.GetProperty("ready").GetBoolean());
        var details = json.RootElement.GetProperty("checks").GetProperty("endpoints").GetProperty("details");
        Assert.Equal(("on", "off: no secret is set"), (details.GetProperty("stripe").GetString(), details.GetProperty("eu").GetString()));
    }

    [Fact]
    public async Task A_stage_that_is_not_ready_makes_readiness_503_and_leaves_health_alone()
    {
        await using var hub = await HubUnderTest.StartAsync(stages: services => services.AddSingleton<IHealthCheck, FullStore>());

        using var ready = await hub.Admin.GetAsync("readyz", TestContext.Current.CancellationToken);
        using var alive = await hub.Admin.GetAsync("healthz", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("disk full", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Fact]
    public async Task A_check_that_breaks_does_not_hide_the_others()
    {
        await using var hub = await HubUnderTest.StartAsync(stages: services => services.AddSingleton<IHealthCheck, BrokenCheck>());

        using var ready = await hub.Admin.GetAsync("readyz", TestContext.Current.CancellationToken);

        var text = await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("\"endpoints\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec", text, StringComparison.Ordinal);
    }

    private sealed class FullStore : IHealthCheck
    {
        public string Name => "store";

        public ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken) => new(new HealthResult(false, new Dictionary<string, object?> { ["error"] = "disk full" }));
    }

    private sealed class BrokenCheck : IHealthCheck
    {
        public string Name => "broken";

        public ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("whsec");
    }
}
