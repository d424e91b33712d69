using System.Text.Json;
using CometHooks.Cli.Demo;
using CometHooks.Tests.FrontDoor;

namespace CometHooks.Tests.Permutations;

/// <summary>A session cannot say that what was paid is the fee of a trial; where the merchant says it, nothing is a subscribe before the trial ends.</summary>
public sealed class TrialWithFeeTests
{
    private const string Session = "stripe/checkout.session.completed.trial-with-fee.json";
    private const string Trial = "stripe/customer.subscription.created.trial.json";
    private const string StartTrial = "start_trial dan@example.com f5dc3a9ed572d951334bc3d1bc8add9e135795";
    private const string Subscribe = "subscribe dan@example.com f5dc3a9ed572d951334bc3d1bc8add9e135795";

    private static readonly DateTimeOffset March = new(2026, 3, 6, 13, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("mappings/stripe.yaml", Session, Trial)]
    [InlineData("mappings/stripe.yaml", Trial, Session)]
    [InlineData("mappings/stripe.yaml", Session)]
    [InlineData("mappings/stripe-invoices.yaml", Session, Trial)]
    [InlineData("mappings/stripe-invoices.yaml", Trial, Session)]
    [InlineData("mappings/stripe-invoices.yaml", Session)]
    public async Task A_marked_checkout_is_one_trial_in_any_order_and_a_subscribe_with_its_visitor_when_it_ends(string mapping, params string[] events)
    {
        await using var hub = await MemoryHub.StartAsync(March, MemoryHub.Target(mapping));

        foreach (var sample in events)
        {
            await hub.TakeAsync("stripe", SampleBody.Of(sample));
            await hub.PassAsync(TimeSpan.FromSeconds(3));
        }

        await hub.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([StartTrial], Said(hub));

        await hub.PassAsync(TimeSpan.FromDays(14));
        await hub.TakeAsync("stripe", SampleBody.Of("stripe/customer.subscription.updated.trial-to-active.json"));
        await hub.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([StartTrial, Subscribe], Said(hub));
    }

    private static List<string> Said(MemoryHub hub) => [.. hub.Effects().Select(e => $"{e.EventName} {Field(e, "email")} {Field(e, "comet_token")}")];

    private static string? Field(StandInRequest request, string name) => JsonElement.Parse(request.Body).TryGetProperty(name, out var field) ? field.GetString() : null;
}
