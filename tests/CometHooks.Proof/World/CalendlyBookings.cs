namespace CometHooks.Proof.World;

/// <summary>Bookings at Calendly; some are moved to another day.</summary>
internal static class CalendlyBookings
{
    /// <param name="random">Where ids come from.</param>
    /// <param name="buyer">Who books.</param>
    /// <param name="at">When.</param>
    /// <param name="moves">How often it is moved, a day apart.</param>
    public static IEnumerable<Happening> Booking(Random random, Buyer buyer, DateTimeOffset at, int moves)
    {
        var token = buyer.Token(random);
        var invitee = Uri();
        yield return Created(at, invitee, old: null);
        for (var move = 1; move <= moves; move++)
        {
            var (now, old) = (at.AddDays(move), invitee);
            invitee = Uri();
            yield return Invitee("invitee.canceled.rescheduled", now, old).With("payload.new_invitee", invitee).At(now);
            yield return Created(now, invitee, old);
        }

        Happening Created(DateTimeOffset time, string uri, string? old) => Invitee("invitee.created", time, uri).With("payload.old_invitee", old).At(time);

        SamplePaper Invitee(string sample, DateTimeOffset time, string uri) => new SamplePaper($"calendly/{sample}.json")
            .With("created_at", Iso(time))
            .With("payload.created_at", Iso(time))
            .With("payload.updated_at", Iso(time))
            .With("payload.uri", uri)
            .With("payload.email", buyer.Email)
            .With("payload.name", buyer.FullName)
            .With("payload.text_reminder_number", buyer.Phone)
            .With("payload.tracking.salesforce_uuid", token is null ? null : $"ct_{token}");

        string Uri() => $"https://api.calendly.com/scheduled_events/{Buyer.Uuid(random)}/invitees/{Buyer.Uuid(random)}";
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", null);
}
