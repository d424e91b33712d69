using System.Text.Json;
using CometHooks.Sources;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.Sources;

public sealed class FreshIdsTests
{
    [Theory]
    [InlineData("stripe/charge.succeeded.json", "id", "data.object.id", "data.object.payment_intent")]
    [InlineData("shopify/orders_paid.json", "id")]
    [InlineData("calendly/invitee.created.json", "payload.uri")]
    public void Every_id_of_the_event_and_of_what_it_is_about_is_fresh(string sample, params string[] paths)
    {
        var body = File.ReadAllBytes(Path.Combine(ShippedFiles.Folder, "samples", sample));

        using var before = JsonDocument.Parse(body);
        using var once = JsonDocument.Parse(FreshIds.In(body));
        using var twice = JsonDocument.Parse(FreshIds.In(body));

        foreach (var path in paths)
        {
            string[] ids = [At(before, path), At(once, path), At(twice, path)];
            Assert.Equal(3, ids.Distinct().Count());
        }
    }

    [Fact]
    public void An_id_that_stands_in_several_places_stays_one_id_and_the_customer_stays_the_same()
    {
        var body = """{"id":"evt_11111111","a":"pi_22222222","b":{"payment_intent":"pi_22222222"},"customer":"cus_33333333"}"""u8;

        using var fresh = JsonDocument.Parse(FreshIds.In(body));

        Assert.Equal(At(fresh, "a"), At(fresh, "b.payment_intent"));
        Assert.NotEqual("pi_22222222", At(fresh, "a"));
        Assert.Equal("cus_33333333", At(fresh, "customer"));
    }

    private static string At(JsonDocument document, string path) =>
        path.Split('.').Aggregate(document.RootElement, (element, name) => element.GetProperty(name)).ToString();
}
