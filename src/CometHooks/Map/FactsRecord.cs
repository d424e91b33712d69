using CometHooks.Map.Expressions;

namespace CometHooks.Map;

/// <summary>What rules read as <c>$facts</c>.</summary>
internal sealed class FactsRecord(Facts facts) : IRecord
{
    public object? this[string name] => name switch
    {
        "payment" => facts.Payment,
        "charge" => facts.Charge,
        "invoice" => facts.Invoice,
        "session" => facts.Session,
        "customer" => facts.Customer,
        "subscription" => facts.Subscription,
        "order" => facts.Order,
        "shop" => facts.Shop,
        "account" => facts.Account,
        "booking" => facts.Booking,
        "amount" => facts.Amount,
        "currency" => facts.Currency,
        "test" => facts.Test,
        "refund" => facts.Refund,
        _ => null,
    };
}
