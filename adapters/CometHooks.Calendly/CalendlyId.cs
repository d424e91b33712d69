using System.Runtime.InteropServices;
using System.Text.Json;

namespace CometHooks.Calendly;

/// <summary>
/// The id that Calendly does not send. It is made of what happened to whom, and never of <c>created_by</c> or the
/// envelope's <c>created_at</c>: a user's and an organization's subscription deliver the same booking twice.
/// </summary>
internal static class CalendlyId
{
    public static string Of(string type, JsonElement payload)
    {
        var uri = Uuids(payload.Field("uri"));
        var noShow = Uuids(payload.Field("no_show").Field("uri"));
        var changed = payload.Field("updated_at") is { ValueKind: JsonValueKind.String } at && at.Time() is not null ? at.Id() : null;
        var what = type switch
        {
            // These happen to an invitee or a submission once.
            "invitee.created" or "invitee.canceled" or "routing_form_submission.created" => uri,
            "invitee_no_show.created" when noShow is not null => noShow,

            // A mark may be set and taken away, an event type changed, again and again.
            _ => uri is not null && changed is not null ? $"{uri}:{changed}" : null,
        };

        // Without a usable address: the payload itself, again without the envelope.
        return $"calendly:{type}:{what ?? Signatures.Sha256Hex(JsonMarshal.GetRawUtf8Value(payload))}";
    }

    /// <summary>
    /// The ids in an address, without the host: <c>…/scheduled_events/E/invitees/I</c> is <c>E:I</c>. Null where it is none of Calendly's kind.
    /// </summary>
    private static string? Uuids(JsonElement address)
    {
        if (address.Id() is not { } text || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return null;
        }

        // Collections and ids take turns.
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 && parts.Length % 2 == 0
            ? string.Join(':', parts.Where((_, index) => index % 2 == 1))
            : null;
    }
}
