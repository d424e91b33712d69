namespace CometHooks;

/// <summary>
/// What an adapter knows about an event under names that outlive payload versions. Rules read them as
/// <c>$facts.payment</c>, <c>$facts.amount</c> and so on. Null: the event does not say.
/// </summary>
public sealed record Facts
{
    /// <summary>Nothing known.</summary>
    public static Facts None { get; } = new();

    /// <summary>The payment: what money is counted by. Stripe: the payment intent, else the charge.</summary>
    public string? Payment { get; init; }

    /// <summary>The charge within a payment.</summary>
    public string? Charge { get; init; }

    /// <summary>The invoice.</summary>
    public string? Invoice { get; init; }

    /// <summary>The checkout session.</summary>
    public string? Session { get; init; }

    /// <summary>The customer at the source.</summary>
    public string? Customer { get; init; }

    /// <summary>The subscription.</summary>
    public string? Subscription { get; init; }

    /// <summary>The order.</summary>
    public string? Order { get; init; }

    /// <summary>The shop.</summary>
    public string? Shop { get; init; }

    /// <summary>The connected account.</summary>
    public string? Account { get; init; }

    /// <summary>The booking.</summary>
    public string? Booking { get; init; }

    /// <summary>The amount in major units of <see cref="Currency"/> (19.99 USD is 19.99), exact.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The currency as three upper-case letters.</summary>
    public string? Currency { get; init; }

    /// <summary>Whether this is a test; null: the event does not say.</summary>
    public bool? Test { get; init; }

    /// <summary>Whether money flows back: such an event never becomes a purchase.</summary>
    public bool? Refund { get; init; }
}
