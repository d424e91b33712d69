namespace CometHooks.Deliver;

/// <summary>Makes a typed event of a rule's fields: what Cometly would refuse rejects, with all reasons; what is only wrong is left out. Never throws.</summary>
internal static class CometlyEventCheck
{
    private static readonly CometlyEventValidator Validator = new();

    public static CheckedEvent Check(EventDraft draft, DestinationOptions destination)
    {
        var fields = new DraftFields(draft, destination.ExtraFields);
        var amount = fields.Number("amount");
        var read = new CometlyEvent
        {
            EventName = draft.EventName,
            EventTime = fields.Time("event_time") ?? draft.EventTime?.ToUniversalTime(),
            Visitor = ReadVisitor(fields),
            Person = ReadPerson(fields, draft.PhoneCountry, destination),
            Order = ReadOrder(fields, amount),
            Attribution = ReadAttribution(fields),
            DoNotCapi = fields.Boolean("do_not_capi"),
            Extra = fields.Extra(),
        };

        var pruned = WithoutWhatOnlyHarms(read, fields.Drop, destination);
        var errors = Validator.Validate(pruned).Errors;
        var rejections = errors.Select(error => error.ErrorMessage).ToList();
        if (fields.Has("amount") && amount is null)
        {
            rejections.Add("amount: not a number");
        }

        var lacking = errors.Find(error => error.ErrorCode == CometlyEventValidator.Lacking)?.ErrorMessage;
        if (lacking is not null && pruned.Person.Email is not null)
        {
            // No address: it must not stand in the way of one that another event tells.
            fields.Drop("email", "not an e-mail address");
            pruned = pruned with { Person = pruned.Person with { Email = null } };
        }

        return new CheckedEvent(pruned, rejections, fields.Dropped) { Lacking = lacking };
    }

    /// <summary>The same care for an event that was put together of several: what only harms is left out.</summary>
    public static CometlyEvent Prune(CometlyEvent merged, DestinationOptions destination) => WithoutWhatOnlyHarms(merged, (_, _) => { }, destination);

    private static Visitor ReadVisitor(DraftFields fields) => new()
    {
        CometToken = fields.Text("comet_token"),
        Fingerprint = fields.Text("fingerprint"),
        Ip = fields.Text("ip", FieldShape.IsIp, "not an IP address"),
        UserAgent = fields.Text("user_agent"),
        TrackingId = fields.Text("tracking_id"),
        Url = fields.Text("url", FieldShape.IsWebUrl, "not an absolute http or https address"),
    };

    private static Person ReadPerson(DraftFields fields, string? country, DestinationOptions destination) => new()
    {
        Email = fields.Text("email"),
        Phone = ReadPhone(fields, country, destination),
        FullName = fields.Text("full_name"),
        FirstName = fields.Text("first_name"),
        LastName = fields.Text("last_name"),
    };

    private static Order ReadOrder(DraftFields fields, decimal? amount) => new()
    {
        Amount = amount,
        // Without an amount nobody needs the currency, so it cannot cost the conversion either.
        Currency = (fields.Has("amount")
            ? fields.Text("currency")
            : fields.Text("currency", text => FieldShape.IsCurrency(text.ToUpperInvariant()), "not three letters"))?.ToUpperInvariant(),
        OrderId = fields.Text("order_id"),
        OrderName = fields.Text("order_name"),
        CheckoutToken = fields.Text("checkout_token"),
        IsUpsell = fields.Boolean("is_upsell"),
        UpsellCommonId = fields.Text("upsell_common_id"),
    };

    private static Attribution ReadAttribution(DraftFields fields) => new()
    {
        Source = fields.Text("comet_source"),
        Network = fields.Text("comet_network"),
        Campaign = fields.Text("comet_campaign"),
        AdGroup = fields.Text("comet_ad_group"),
        AdId = fields.Text("comet_ad_id"),
        Keyword = fields.Text("comet_keyword"),
        Type = fields.Text("comet_type"),
    };

    private static string? ReadPhone(DraftFields fields, string? country, DestinationOptions destination)
    {
        if (fields.Text("phone") is not { } text)
        {
            return null;
        }

        if (PhoneFormat.TryDigits(text, country, out var digits))
        {
            return destination.PhoneFormat == "e164" ? "+" + digits : digits;
        }

        fields.Drop("phone", country is null ? "not a phone number with its country code, and the rule names no country" : $"not a phone number of {country}, nor one with a country code");
        return null;
    }

    // Only where something else identifies the visitor: otherwise the rejection shall name what was half there.
    private static CometlyEvent WithoutWhatOnlyHarms(CometlyEvent e, Action<string, string> drop, DestinationOptions destination)
    {
        if (e.Person.Email is { } email && !FieldShape.IsEmail(email) && Identification.IsThereWithoutEmail(e))
        {
            drop("email", "not an e-mail address");
            e = e with { Person = e.Person with { Email = null } };
        }

        if (!Identification.IsThere(e))
        {
            return e;
        }

        if (e.Visitor is { Fingerprint: not null, Ip: null })
        {
            drop("fingerprint", "Cometly takes a fingerprint only together with an ip");
            return e with { Visitor = e.Visitor with { Fingerprint = null } };
        }

        // Cometly's pages disagree whether an ip alone is refused, so a setting decides.
        if (e.Visitor is { Fingerprint: null, Ip: not null } && destination.IpWithoutFingerprint != "send")
        {
            drop("ip", "without a fingerprint; the destination's ip_without_fingerprint decides");
            return e with { Visitor = e.Visitor with { Ip = null } };
        }

        return e;
    }
}
