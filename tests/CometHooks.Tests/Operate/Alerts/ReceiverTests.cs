using System.Net;
using System.Text.Json.Nodes;
using CometHooks.Operate.Alerts;
using CometHooks.Tests.Configuration;
using CometHooks.Tests.Fakes;
using CometHooks.WebConsole.Parts;

namespace CometHooks.Tests.Operate.Alerts;

/// <summary>How receivers are told, and where the hub will not go to tell them.</summary>
public sealed class ReceiverTests
{
    [Fact]
    public async Task A_webhook_is_signed_and_has_the_same_id_with_every_try()
    {
        await using var scene = new AlertScene();
        scene.Receiver.Server.Reset();
        scene.Receiver.Answers(500);
        await PausedAsync(scene);
        await scene.ToldAsync(1);

        scene.Receiver.Answers(204, priority: 1);
        await scene.ToldAsync(2);

        Assert.True(scene.Receiver.IsSigned(0));
        Assert.True(scene.Receiver.IsSigned(1));
        Assert.Equal(scene.Receiver.Header(0, "webhook-id"), scene.Receiver.Header(1, "webhook-id"));
        Assert.True(JsonNode.DeepEquals(scene.Receiver.Told[0], scene.Receiver.Told[1]));
        Assert.Equal(("paused", "main", "error"), ((string?)scene.Receiver.Told[0]["data"]!["condition"], (string?)scene.Receiver.Told[0]["data"]!["subject"], (string?)scene.Receiver.Told[0]["data"]!["severity"]));
    }

    [Fact]
    public async Task Slack_and_a_mailbox_are_told_in_their_formats()
    {
        await using var mail = new SmtpFake();
        using var slack = new ReceiverMock();
        await using var scene = new AlertScene($$"""
            { receivers: { team: { type: slack, url: "{{slack.Url}}", allow_private: true }, shop: { type: email, to: [ada@example.com, bob@example.com] } }, smtp: { host: 127.0.0.1, port: {{mail.Port}}, security: none, from: hooks@example.com, allow_private: true } }
            """.Trim());

        await PausedAsync(scene);
        await SlowClock.UntilAsync(scene.Clock, () => slack.Told.Count == 1 && !mail.Conversations.IsEmpty, "both are told");

        var text = (string)slack.Told[0]["text"]!;
        Assert.StartsWith(":rotating_light: Destination main is paused", text, StringComparison.Ordinal);
        Assert.EndsWith("<https://hooks.example.com/destinations|Open the console>", text, StringComparison.Ordinal);
        Assert.True(mail.Conversations.TryDequeue(out var letter));
        Assert.Contains("RCPT TO:<ada@example.com>", letter, StringComparison.Ordinal);
        Assert.Contains("RCPT TO:<bob@example.com>", letter, StringComparison.Ordinal);
        Assert.Contains("Subject: [CometHooks] Destination main is paused", letter, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", letter, StringComparison.Ordinal);
        Assert.Contains("https://hooks.example.com/destinations", letter, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.com", scene.Hub.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_private_address_is_not_told_unless_that_is_allowed(string host)
    {
        using var inside = new ReceiverMock();
        await using var scene = new AlertScene($$"""
            { receivers: { ops: { type: webhook, url: "https://{{host}}:{{new Uri(inside.Url).Port}}/hook", secret: {{ReceiverMock.Secret}} } } }
            """.Trim());

        await PausedAsync(scene);

        await scene.LoggedAsync("its host is a private address");
        Assert.Empty(inside.Server.LogEntries);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var scene = new AlertScene();
        scene.Receiver.Server.Reset();
        scene.Receiver.Answers(307);

        await PausedAsync(scene);

        await scene.LoggedAsync("it answered 307");
        Assert.All(scene.Receiver.Server.LogEntries, e => Assert.Equal("/hook", e.RequestMessage!.Path));
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void An_address_that_is_not_of_the_public_internet_is_known_as_such(string address) => Assert.False(PublicAddresses.Holds(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700:4700::1111")]
    public void An_address_of_the_public_internet_is_known_as_such(string address) => Assert.True(PublicAddresses.Holds(IPAddress.Parse(address)));

    [Fact]
    public void What_cannot_reach_a_receiver_is_said_before_the_start()
    {
        using var folder = new ConfigurationFolder(
            """
            alerts:
              receivers:
                a: { type: webhok, url: "https://example.com" }
                b: { type: webhook, url: "http://example.com", secret: "whsec_c2hvcnQ=" }
                c: { type: email, to: [ada] }
              smtp: { user: ada, security: none }
            """);

        folder.Load();

        var said = folder.Text(folder.Problems);
        Assert.Contains("'alerts.receivers.a.type' must be email or slack or webhook, not 'webhok'. Did you mean 'webhook'?", said, StringComparison.Ordinal);
        Assert.Contains("'alerts.receivers.b.url' must begin with https://", said, StringComparison.Ordinal);
        Assert.Contains("'alerts.receivers.b.secret' must be whsec_", said, StringComparison.Ordinal);
        Assert.Contains("'alerts.receivers.c.to' must hold", said, StringComparison.Ordinal);
        Assert.Contains("alerts.smtp.host names no server", said, StringComparison.Ordinal);
        Assert.Contains("'alerts.smtp.security' is none, and the password", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_console_offers_as_an_example_is_a_right_configuration()
    {
        using var folder = new ConfigurationFolder(ReceiversPanel.Example);

        folder.Load(("SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T0/B0/x"), ("ALERT_WEBHOOK_SECRET", ReceiverMock.Secret), ("SMTP_PASSWORD", "secret"));

        Assert.DoesNotContain("alerts", folder.Text(folder.Problems), StringComparison.Ordinal);
        Assert.Contains("shop:", ReceiversPanel.Example, StringComparison.Ordinal);
    }

    private static async Task PausedAsync(AlertScene scene)
    {
        scene.Cometly.Answers(401, """{"message":"Unauthenticated."}""");
        await scene.StartAsync();
        await scene.SellAsync();
        await Until.True(() => scene.Cometly.Server.LogEntries.Any(), "Cometly answered");
        await scene.PassAsync(TimeSpan.FromSeconds(10));
    }
}
