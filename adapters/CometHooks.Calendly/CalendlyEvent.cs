using System.Text.Json;

namespace CometHooks.Calendly;

/// <summary>Calendly's envelope: <c>event</c>, <c>created_at</c>, <c>created_by</c>, <c>payload</c>. It has no id of its own.</summary>
internal static class CalendlyEvent
{
    public static SourceEvent Read(JsonElement root, ReadOnlyMemory<byte> body)
    {
        var payload = root.Field("payload");
        if (root.Field("time").ValueKind == JsonValueKind.String && payload.Field("invitee").ValueKind == JsonValueKind.Object)
        {
            return SourceEvent.Unreadable(body, "a webhook of Calendly's API v1, which is gone: make the subscription anew with API v2");
        }

        if (root.Field("event") is not { ValueKind: JsonValueKind.String } name || name.Id() is not { } type)
        {
            return SourceEvent.Unreadable(body, "not a Calendly webhook: 'event' is missing or not a text");
        }

        if (payload.ValueKind != JsonValueKind.Object)
        {
            return SourceEvent.Unreadable(body, "not a Calendly webhook: 'payload' is missing or not an object");
        }

        var id = CalendlyId.Of(type, payload);
        return new SourceEvent
        {
            InboxKey = id,
            EventId = id,
            Type = type,
            OccurredAt = OccurredAt(type, root, payload),
            Body = JsonBody.AfterBom(body),
        };
    }

    // What was made has its own time; the envelope's is that of the delivery, but the best one for what was changed.
    private static DateTimeOffset? OccurredAt(string type, JsonElement root, JsonElement payload) =>
        (type is "invitee.created" or "routing_form_submission.created" ? payload.Field("created_at").Time() : null)
        ?? root.Field("created_at").Time()
        ?? payload.Field("updated_at").Time();
}
