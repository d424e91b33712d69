using CometHooks.Deliver;

namespace CometHooks.Count;

/// <summary>Fields that belong together: they are taken from one event, all or none.</summary>
/// <param name="Fields">Their names.</param>
/// <param name="IsIn">Whether an event has them.</param>
/// <param name="Take">The first event with the second one's.</param>
/// <param name="IsIdentity">Whether a remembered identity may fill them.</param>
internal sealed record EvidenceUnit(string[] Fields, Func<CometlyEvent, bool> IsIn, Func<CometlyEvent, CometlyEvent, CometlyEvent> Take, bool IsIdentity = false)
{
    public static readonly EvidenceUnit Token = Seen("comet_token", v => v.CometToken, (v, value) => v with { CometToken = value });
    public static readonly EvidenceUnit Email = Named("email", p => p.Email, (p, value) => p with { Email = value });

    // An ip alone stays out of the pair: it may be another device's than the fingerprint.
    public static readonly EvidenceUnit Browser = new(
        ["fingerprint", "ip"],
        e => e.Visitor is { Fingerprint: not null, Ip: not null },
        (to, from) => to with { Visitor = to.Visitor with { Fingerprint = from.Visitor.Fingerprint, Ip = from.Visitor.Ip } },
        IsIdentity: true);

    /// <summary>All of them, in the order in which they are taken.</summary>
    public static readonly EvidenceUnit[] All =
    [
        Token,
        Browser,
        new(
            ["ip"],
            e => e.Visitor is { Fingerprint: null, Ip: not null },
            (to, from) => to.Visitor.Ip is null ? to with { Visitor = to.Visitor with { Ip = from.Visitor.Ip } } : to),
        Seen("user_agent", v => v.UserAgent, (v, value) => v with { UserAgent = value }),
        Seen("tracking_id", v => v.TrackingId, (v, value) => v with { TrackingId = value }),
        Seen("url", v => v.Url, (v, value) => v with { Url = value }),
        Email,
        Named("phone", p => p.Phone, (p, value) => p with { Phone = value }),
        new(
            ["full_name", "first_name", "last_name"],
            e => e.Person is not { FullName: null, FirstName: null, LastName: null },
            (to, from) => to with { Person = to.Person with { FullName = from.Person.FullName, FirstName = from.Person.FirstName, LastName = from.Person.LastName } },
            IsIdentity: true),
        Ordered("order_id", o => o.OrderId, (o, from) => o with { OrderId = from.OrderId }),
        Ordered("order_name", o => o.OrderName, (o, from) => o with { OrderName = from.OrderName }),
        Ordered("checkout_token", o => o.CheckoutToken, (o, from) => o with { CheckoutToken = from.CheckoutToken }),
        new(
            ["is_upsell", "upsell_common_id"],
            e => e.Order is not { IsUpsell: null, UpsellCommonId: null },
            (to, from) => to with { Order = to.Order with { IsUpsell = from.Order.IsUpsell, UpsellCommonId = from.Order.UpsellCommonId } }),
        new(
            ["comet_source", "comet_network", "comet_campaign", "comet_ad_group", "comet_ad_id", "comet_keyword", "comet_type"],
            e => e.Attribution != new Attribution(),
            (to, from) => to with { Attribution = from.Attribution }),
    ];

    private static EvidenceUnit Seen(string field, Func<Visitor, string?> read, Func<Visitor, string?, Visitor> write) =>
        new([field], e => read(e.Visitor) is not null, (to, from) => to with { Visitor = write(to.Visitor, read(from.Visitor)) }, IsIdentity: true);

    private static EvidenceUnit Named(string field, Func<Person, string?> read, Func<Person, string?, Person> write) =>
        new([field], e => read(e.Person) is not null, (to, from) => to with { Person = write(to.Person, read(from.Person)) }, IsIdentity: true);

    private static EvidenceUnit Ordered(string field, Func<Order, string?> read, Func<Order, Order, Order> write) =>
        new([field], e => read(e.Order) is not null, (to, from) => to with { Order = write(to.Order, from.Order) });
}
