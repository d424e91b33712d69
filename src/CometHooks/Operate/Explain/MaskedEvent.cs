using System.Text.Json;
using System.Text.Json.Nodes;

namespace CometHooks.Operate.Explain;

/// <summary>An explanation without personal data. It goes through JSON, so that no text of it can be forgotten.</summary>
internal static class MaskedEvent
{
    public static ExplainedEvent Of(ExplainedEvent explained, PersonalValues values) =>
        Walk(JsonSerializer.SerializeToNode(explained), values).Deserialize<ExplainedEvent>()!;

    private static JsonNode? Walk(JsonNode? node, PersonalValues values) => node switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Walk(m.Value, values)))),
        JsonArray items => new JsonArray([.. items.Select(i => Walk(i, values))]),

        // A time is no person, and must stay readable as one.
        JsonValue text when text.GetValueKind() == JsonValueKind.String => JsonValue.Create(text.TryGetValue<DateTimeOffset>(out _) ? text.GetValue<string>() : values.Without(text.GetValue<string>())),
        // A telephone number may be one. A short number would be found in the midst of everything.
        JsonValue number when number.GetValueKind() == JsonValueKind.Number && number.ToJsonString() is { Length: > 6 } digits && values.Without(digits) is var masked && masked != digits => JsonValue.Create(masked),
        _ => node?.DeepClone(),
    };
}
