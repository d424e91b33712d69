using System.Text.Json;

namespace CometHooks.Shopify;

/// <summary>The facts of a delivery. Amounts and currency are the shop's, not what the buyer saw (<c>presentment</c>).</summary>
internal static class ShopifyFacts
{
    public static Facts Read(SourceEvent sourceEvent, JsonElement it)
    {
        var resource = sourceEvent.Type.AsSpan(0, Math.Max(0, sourceEvent.Type.IndexOf('/', StringComparison.Ordinal)));
        var facts = resource switch
        {
            "orders" => new Facts { Order = it.Field("id").Id(), Session = it.Field("checkout_token").Id() }.WithTotal(it),
            "checkouts" => new Facts { Session = it.Field("token").Id() }.WithTotal(it),
            "carts" => new Facts { Session = it.Field("token").Id() },
            "customers" => new Facts { Customer = it.Field("id").Id() },
            "refunds" => Refund(it),
            _ => new Facts { Order = it.Field("order_id").Id() },
        };
        return facts with
        {
            Customer = facts.Customer ?? it.Field("customer").Field("id").Id(),
            Shop = sourceEvent.Shop,
            Test = sourceEvent.Test ? true : it.Field("test").Flag() ?? facts.Test,
        };
    }

    // total_price is the total when the order was made; current_total_price sinks with edits and refunds.
    private static Facts WithTotal(this Facts facts, JsonElement it) => facts with
    {
        Amount = it.Field("total_price").Number(),
        Currency = it.Field("currency").Currency(),
    };

    private static Facts Refund(JsonElement refund)
    {
        var facts = new Facts { Order = refund.Field("order_id").Id(), Refund = true };
        var transactions = refund.Field("transactions") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(IsPaidBack).ToArray()
            : [];
        if (transactions.Length == 0)
        {
            return facts;
        }

        var currency = transactions[0].Field("currency").Currency();
        var amounts = transactions.Select(Amount).ToArray();

        // Amounts of several currencies, or one that cannot be read, have no sum.
        return transactions.All(x => x.Field("currency").Currency() == currency) && amounts.All(x => x is not null)
            ? facts with { Amount = amounts.Sum(), Currency = currency }
            : facts;
    }

    private static bool IsPaidBack(JsonElement transaction) =>
        transaction.Field("kind").Text() is "refund" && transaction.Field("status").Text() is "success";

    // Far above any refund, and so far below the end of a decimal that a sum cannot overflow.
    private static decimal? Amount(JsonElement transaction) =>
        transaction.Field("amount").Number() is { } amount && Math.Abs(amount) < 1_000_000_000_000_000m ? amount : null;
}
