using System.Text;
using CometHooks.Cli.Demo;
using CometHooks.Store;

namespace CometHooks.Tests.FrontDoor;

/// <summary>What is taken in, and what is not, by the hub as it is shipped.</summary>
public sealed class AcceptanceTests
{
    private const string Charge = "stripe/charge.succeeded.json";

    [Theory]
    [InlineData(Charge)]
    [InlineData("shopify/orders_paid.json")]
    [InlineData("calendly/invitee.created.json")]
    public async Task The_same_webhook_posted_twice_is_answered_duplicate_and_posted_to_Cometly_once(string sample)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url);
        await using var hub = await RunningHub.StartAsync(folder);

        var first = await hub.PostAsync(sample);
        var second = await hub.PostAsync(sample);
        await hub.EndedAsync(first);
        var third = await hub.PostAsync(sample);
        var another = await hub.EndedAsync("stripe/charge.succeeded.acacia.json");

        Assert.Equal((200, "stored"), (first.Status, first.Word));
        Assert.Equal((200, "duplicate", first.Id), (second.Status, second.Word, second.Id));
        Assert.Equal((200, "duplicate", first.Id), (third.Status, third.Word, third.Id));

        // Another webhook went through after the third, so a second POST of the first would be there by now.
        Assert.Equal(ConversionState.Delivered, Assert.Single(another.Conversions).State);
        Assert.Equal(2, cometly.Requests.Count);
    }

    [Theory]
    [InlineData(Charge)]
    [InlineData("shopify/orders_paid.json")]
    [InlineData("calendly/invitee.created.json")]
    public async Task A_flipped_byte_is_answered_401_and_leaves_no_row(string sample)
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        await using var hub = await RunningHub.StartAsync(folder);
        var body = SampleBody.Of(sample);
        using var message = hub.Signed(sample, body);
        body[body.Length / 2] ^= 1;

        var answer = await hub.SendAsync(message);

        Assert.Equal(401, answer.Status);
        Assert.Empty(await hub.Archive.NewestAsync(endpoint: null, most: 10, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_body_of_6_MiB_is_answered_413_and_leaves_no_row()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        await using var hub = await RunningHub.StartAsync(folder);

        var answer = await hub.PostAsync(Charge, Encoding.ASCII.GetBytes(new string(' ', 6 * 1024 * 1024)));

        Assert.Equal(413, answer.Status);
        Assert.Empty(await hub.Archive.NewestAsync(endpoint: null, most: 10, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(Charge, """{"hello":"world"}""", "not a Stripe event")]
    [InlineData(Charge, "[1, 2]", "not a Stripe event")]
    [InlineData(Charge, """{"object":"event",""", "JSON")]
    [InlineData("shopify/orders_paid.json", "[1, 2]", "not")]
    [InlineData("calendly/invitee.created.json", """{"hello":"world"}""", "not a Calendly webhook")]
    public async Task What_is_authentic_but_no_event_is_kept_as_unreadable_with_a_reason(string sample, string body, string reason)
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        await using var hub = await RunningHub.StartAsync(folder);

        var answer = await hub.PostAsync(sample, Encoding.UTF8.GetBytes(body));
        var webhook = await hub.EndedAsync(answer);

        Assert.Equal((200, "stored"), (answer.Status, answer.Word));
        Assert.Equal(WebhookState.Unreadable, webhook.State);
        Assert.Contains(reason, webhook.Reason, StringComparison.Ordinal);
        Assert.Equal(body, Encoding.UTF8.GetString(webhook.Body.Span));
    }
}
