using CometHooks.Operate;
using CometHooks.Tests.Receive;
using Serilog;
using Serilog.Events;

namespace CometHooks.Tests.Operate;

/// <summary>What the log says, and what it never says.</summary>
public sealed class LoggingTests
{
    [Fact]
    public async Task Each_webhook_has_one_line_with_what_a_merchant_would_ask_for()
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var answer = await hub.PostAsync("""{"id":"evt_1","type":"charge.succeeded"}""");

        var line = Assert.Single(hub.Log.Events, x => x.Properties.ContainsKey("Outcome"));
        Assert.Equal(LogEventLevel.Information, line.Level);
        Assert.Equal(
            ["\"stripe\"", "12", "\"charge.succeeded\"", "\"stored\"", "200"],
            new[] { "Endpoint", "WebhookId", "EventType", "Outcome", "Status" }.Select(name => line.Properties[name].ToString()));
    }

    [Fact]
    public async Task At_no_level_the_log_holds_bodies_addresses_secrets_or_signatures()
    {
        await using var hub = await HubUnderTest.StartAsync(further: "log: { level: debug }");

        using var stored = await hub.PostAsync("""{"id":"evt_1","type":"t","email":"ada@example.com"}""", "webhooks/stripe?key=in-the-query");
        using var refused = await hub.SendAsync("webhooks/stripe", "ada@example.com"u8.ToArray(), $"t=1,v1={new string('a', 64)}");

        Assert.Equal(["stored", "signature wrong"], hub.Log.Events.Where(x => x.Properties.ContainsKey("Outcome")).Select(x => x.Properties["Outcome"].ToString().Trim('"')));
        Assert.Contains(hub.Log.Events, x => x.Level == LogEventLevel.Debug);
        foreach (var forbidden in new[] { "ada@", HubUnderTest.Secret, "v1=", new string('a', 64), "in-the-query" })
        {
            Assert.DoesNotContain(forbidden, hub.Log.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_property_named_like_a_secret_loses_its_value()
    {
        var log = new CollectingLog();
        using var logger = new LoggerConfiguration().Enrich.With<LogGuard>().WriteTo.Sink(log).CreateLogger();

        logger.Information("{Status} {ApiToken} {@Answer}", 200, "abc", new { Email = "ada@example.com", Parts = new[] { new { Signature = "s3cr3t" } } });

        Assert.Contains("200", log.Text, StringComparison.Ordinal);
        foreach (var forbidden in new[] { "abc", "ada@example.com", "s3cr3t" })
        {
            Assert.DoesNotContain(forbidden, log.Text, StringComparison.Ordinal);
        }
    }
}
