using System.Text.Json.Nodes;

namespace CometHooks.Proof.World;

/// <summary>What a shop sells at Shopify: a checkout that becomes an order, paid at once or two days later.</summary>
internal static class ShopifySales
{
    public static IEnumerable<Happening> Order(Random random, Buyer buyer, DateTimeOffset at)
    {
        var token = buyer.Token(random);
        var checkout = Buyer.Hex(random, 32);
        var cart = Buyer.Letters(random, 24);
        var order = random.NextInt64(5_000_000_000_000, 6_000_000_000_000);
        var price = $"{random.Next(5, 900)}.{random.Next(100):00}";
        yield return Checkout("checkouts_create", at, email: null);
        yield return Checkout("checkouts_update", at.AddSeconds(90), buyer.Email);

        var ordered = at.AddMinutes(4);
        if (random.Next(5) > 0)
        {
            yield return Ordered("orders_create", ordered, "paid");
            yield return Ordered("orders_paid", ordered.AddSeconds(1), "paid");
        }
        else
        {
            yield return Ordered("orders_create", ordered, "pending");
            yield return Ordered("orders_paid", ordered.AddDays(2), "paid");
        }

        Happening Checkout(string sample, DateTimeOffset time, string? email) => new SamplePaper($"shopify/{sample}.json")
            .With("id", order + 1_000_000_000_000)
            .With("token", checkout)
            .With("cart_token", cart)
            .With("email", email)
            .With("shipping_address", null)
            .With("updated_at", Iso(time))
            .With("note_attributes", Attributes(token, fingerprint: null))
            .At(time);

        Happening Ordered(string sample, DateTimeOffset time, string status) => new SamplePaper($"shopify/{sample}.json")
            .With("id", order)
            .With("name", $"#{order % 100_000}")
            .With("checkout_token", checkout)
            .With("cart_token", cart)
            .With("financial_status", status)
            .With("total_price", price)
            .With("processed_at", Iso(ordered))
            .With("updated_at", Iso(time))
            .With("contact_email", buyer.Email)
            .With("email", buyer.Email)
            .With("browser_ip", buyer.Ip)
            .With("client_details.browser_ip", buyer.Ip)
            .With("note_attributes", Attributes(token, buyer.Fingerprint))
            .With("customer.id", buyer.ShopCustomer)
            .With("customer.email", buyer.Email)
            .With("customer.phone", buyer.Phone)
            .With("customer.first_name", buyer.FirstName)
            .With("customer.last_name", buyer.LastName)
            .With("billing_address.phone", buyer.Phone)
            .With("shipping_address.phone", buyer.Phone)
            .At(time);
    }

    private static JsonArray Attributes(string? token, string? fingerprint)
    {
        (string Name, string? Value)[] all = [("comet_token", token), ("fingerprint", fingerprint)];
        return [.. all.Where(a => a.Value is not null).Select(a => new JsonObject { ["name"] = a.Name, ["value"] = a.Value })];
    }

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", null);
}
