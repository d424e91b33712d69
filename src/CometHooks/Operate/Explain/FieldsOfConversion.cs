using System.Text.Json;
using System.Text.Json.Nodes;
using CometHooks.Count;
using CometHooks.Store;

namespace CometHooks.Operate.Explain;

/// <summary>Brings together what is known of each field: the rule's expression, the value, what was dropped, and who told it.</summary>
internal static class FieldsOfConversion
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IReadOnlyDictionary<string, ExplainedField> Of(ConversionRecord conversion)
    {
        var values = Values(conversion);
        var origins = JsonSerializer.Deserialize<Dictionary<string, FieldOrigin>>(conversion.FieldsJson, Snake) ?? [];
        var evidence = conversion.EvidenceJson is { } json ? JsonSerializer.Deserialize<Dictionary<string, EvidenceSource>>(json, Snake) ?? [] : [];
        var fields = new Dictionary<string, ExplainedField>(StringComparer.Ordinal);
        foreach (var name in values.Keys.Concat(origins.Keys).Distinct(StringComparer.Ordinal))
        {
            var origin = origins.GetValueOrDefault(name);
            fields[name] = new ExplainedField
            {
                Value = values.GetValueOrDefault(name)?.DeepClone(),
                Expression = origin?.Expression,
                Text = origin?.Text,
                Line = origin?.Line,
                Missing = origin?.Missing,
                Dropped = origin?.Dropped,
                Converted = origin?.Converted,
                Added = origin?.Added ?? (origin is null && name == "do_not_capi" ? "older than the destination's do_not_capi_after when it was sent" : null),
                Source = evidence.GetValueOrDefault(name),
            };
        }

        return fields;
    }

    // What was POSTed outranks what was planned: the hub adds do_not_capi to old events when it fixes the body.
    private static Dictionary<string, JsonNode> Values(ConversionRecord conversion)
    {
        var values = EventFields.Of(CometlyEventJson.Read(conversion.MergedEventJson ?? conversion.EventJson)).ToDictionary(StringComparer.Ordinal);
        if (conversion.Body is { } body)
        {
            foreach (var (name, value) in JsonNode.Parse(body)!.AsObject())
            {
                if (value is not null && name is not ("event_name" or "idempotency_key"))
                {
                    values[name] = value;
                }
            }
        }

        return values;
    }

    private sealed record FieldOrigin(int? Line, string? Expression, string? Text, bool? Missing, string? Dropped, string? Converted, string? Added);
}
