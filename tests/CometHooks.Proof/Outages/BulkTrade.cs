using System.Globalization;
using System.Text;
using CometHooks.Deliver;
using CometHooks.Proof.World;

namespace CometHooks.Proof.Outages;

/// <summary>
/// As many events as one likes, each of a buyer of its own and with one conversion: purchases, bookings, new customers and
/// begun checkouts, from the samples. The buyer's address has the event's number.
/// </summary>
internal sealed class BulkTrade
{
    private const long Placeholder = 700_000_000_000;
    private const string Number = "NUMBER";

    // Of ten events; browse events are many, as in a shop.
    private static readonly int[] Deal = [0, 3, 2, 0, 3, 1, 0, 3, 2, 3];

    private readonly BulkSample[] _samples =
    [
        Of(Lane.Money, "stripe/charge.succeeded.json", paper => paper
            .With("id", $"evt_{Number}")
            .With("data.object.id", $"ch_{Number}")
            .With("data.object.payment_intent", $"pi_{Number}")
            .With("data.object.billing_details.email", Address(Number))),
        Of(Lane.Money, "calendly/invitee.created.plain.json", paper => paper
            .With("payload.uri", $"https://api.calendly.com/scheduled_events/3139a3cc-6c87-4b0f-af33-8d5cc2e6df8d/invitees/bb7ce6c5-9c58-4aa2-a1b5-{Placeholder}")
            .With("payload.email", Address(Number))),
        Of(Lane.Leads, "shopify/customers_create.json", paper => paper.With("id", Placeholder).With("email", Address(Number))),
        Of(Lane.Browse, "shopify/checkouts_create.json", paper => paper
            .With("id", Placeholder)
            .With("token", $"token-{Number}")
            .With("cart_token", $"cart-{Number}")
            .With("email", Address(Number))),
    ];

    /// <summary>The lane in which the event's conversion waits.</summary>
    public Lane LaneOf(int number) => _samples[Deal[number % Deal.Length]].Lane;

    /// <summary>The event of this number: its sample's name, its body.</summary>
    public (string Sample, byte[] Body) Event(int number)
    {
        var sample = _samples[Deal[number % Deal.Length]];
        var text = sample.Text
            .Replace(Number, number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace(Placeholder.ToString(CultureInfo.InvariantCulture), (Placeholder + number).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return (sample.Name, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The number of the event that a request to Cometly is about; null: of none.</summary>
    public static int? NumberOf(string request)
    {
        const string before = "\"buyer-";
        var at = request.IndexOf(before, StringComparison.Ordinal);
        var end = at < 0 ? -1 : request.IndexOf('@', at);
        return end > 0 && int.TryParse(request.AsSpan((at + before.Length)..end), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string Address(string number) => $"buyer-{number}@example.com";

    private static BulkSample Of(Lane lane, string name, Func<SamplePaper, SamplePaper> fill) =>
        new(lane, name, Encoding.UTF8.GetString(fill(new SamplePaper(name)).At(DateTimeOffset.UnixEpoch).Body));

    private sealed record BulkSample(Lane Lane, string Name, string Text);
}
