using System.Text.Json;
using CometHooks.Cli.Demo;
using CometHooks.Store;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.FrontDoor;

/// <summary>A booking that was paid at Calendly: Stripe tells of the same money, and Calendly may tell of the booking twice.</summary>
public sealed class PaidBookingTests
{
    private const string Booking = "calendly/invitee.created.paid.json";
    private const string Token = "5b1c0e6f2a9d4c7385e1f0a2b3c4d5e6f7a8b9";

    [Theory]
    [InlineData("ch_booking", true)]
    [InlineData("ch_booking", false)]
    [InlineData("pi_booking", true)]
    [InlineData("pi_booking", false)]
    public async Task A_paid_booking_and_its_charge_are_one_purchase_with_the_bookings_token(string externalId, bool bookingFirst)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = Folder(cometly.Url);
        await using var hub = await RunningHub.StartAsync(folder, waits: true);
        var booking = SampleBody.Of(Booking, body =>
        {
            body["payload"]!["payment"]!["external_id"] = externalId;
            body["payload"]!["tracking"]!["salesforce_uuid"] = "ct_" + Token;
        });
        var charge = SampleBody.OfStripe("stripe/charge.succeeded.json", it =>
        {
            it["id"] = "ch_booking";
            it["payment_intent"] = "pi_booking";
            it["amount"] = 12050;
            it["amount_captured"] = 12050;
            it["billing_details"]!["email"] = "dan@example.com";
        });

        var first = await hub.PostAsync(bookingFirst ? Booking : "stripe/charge.succeeded.json", bookingFirst ? booking : charge);
        await hub.WhenAsync(first, w => w.State == WebhookState.Mapped, "is mapped");
        var second = await hub.PostAsync(bookingFirst ? "stripe/charge.succeeded.json" : Booking, bookingFirst ? charge : booking);
        await hub.WhenAsync(second, w => w.State == WebhookState.Mapped, "is mapped");
        await hub.WhenAsync(first, w => w.Conversions.Any(c => c is { EventName: "purchase", State: ConversionState.Delivered }), "is delivered");

        var purchase = JsonElement.Parse(Assert.Single(cometly.Effects, e => e.EventName == "purchase").Body);
        Assert.Equal(120.5m, purchase.GetProperty("amount").GetDecimal());
        Assert.Equal(Token, purchase.GetProperty("comet_token").GetString());
    }

    [Fact]
    public async Task The_subscriptions_of_the_user_and_of_the_organization_tell_of_one_booking()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = Folder(cometly.Url);
        await using var hub = await RunningHub.StartAsync(folder);
        var organization = SampleBody.Of("calendly/invitee.created.json", body =>
        {
            body["created_by"] = "https://api.calendly.com/users/the-owner";
            body["created_at"] = "2026-03-04T16:05:00.000000Z";
        });

        var first = await hub.EndedAsync("calendly/invitee.created.json");
        var second = await hub.PostAsync("calendly/invitee.created.json", organization);

        Assert.Equal("duplicate", second.Word);
        Assert.Equal(first.Id, second.Id);
        Assert.Equal("schedule", Assert.Single(cometly.Effects).EventName);
    }

    // Both endpoints share a ledger, and the paid booking is switched on.
    private static HubFolder Folder(string cometlyUrl)
    {
        var folder = new HubFolder(cometlyUrl);
        folder.Configure([HubFolder.Endpoint("stripe", "stripe", ", ledger: bookings"), HubFolder.Endpoint("calendly", "calendly", ", ledger: bookings")]);
        folder.Write("mappings/calendly.yaml", SwitchedOffRules.WithoutExamples(SwitchedOffRules.SwitchOn(ShippedFiles.Text("mappings/calendly.yaml"))));
        return folder;
    }
}
