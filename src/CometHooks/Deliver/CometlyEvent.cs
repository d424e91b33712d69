namespace CometHooks.Deliver;

/// <summary>
/// One Cometly event, typed. The fields are those of https://developers.cometly.com (create event); text as the rule gave
/// it, checked by <c>CometlyEventCheck</c>.
/// </summary>
internal sealed record CometlyEvent
{
    public required string EventName { get; init; }
    public DateTimeOffset? EventTime { get; init; }
    public Visitor Visitor { get; init; } = new();
    public Person Person { get; init; } = new();
    public Order Order { get; init; } = new();
    public Attribution Attribution { get; init; } = new();

    /// <summary>True: Cometly does not forward the event to Conversions-API integrations.</summary>
    public bool? DoNotCapi { get; init; }

    /// <summary>profile_field_1 to profile_field_30: text or number.</summary>
    public IReadOnlyDictionary<string, object> Extra { get; init; } = new Dictionary<string, object>(StringComparer.Ordinal);
}

/// <summary>By what Cometly recognises the browser.</summary>
internal sealed record Visitor
{
    public string? CometToken { get; init; }
    public string? Fingerprint { get; init; }
    public string? Ip { get; init; }
    public string? UserAgent { get; init; }
    public string? TrackingId { get; init; }
    public string? Url { get; init; }
}

/// <summary>Who it was.</summary>
internal sealed record Person
{
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? FullName { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
}

/// <summary>What was bought.</summary>
internal sealed record Order
{
    /// <summary>Major units of <see cref="Currency"/>.</summary>
    public decimal? Amount { get; init; }

    /// <summary>For the money guards only: Cometly's API has no currency field.</summary>
    public string? Currency { get; init; }
    public string? OrderId { get; init; }
    public string? OrderName { get; init; }
    public string? CheckoutToken { get; init; }
    public bool? IsUpsell { get; init; }
    public string? UpsellCommonId { get; init; }
}

/// <summary>Explicit attribution.</summary>
internal sealed record Attribution
{
    public string? Source { get; init; }
    public string? Network { get; init; }
    public string? Campaign { get; init; }
    public string? AdGroup { get; init; }
    public string? AdId { get; init; }
    public string? Keyword { get; init; }
    public string? Type { get; init; }
}
