using System.Text.Json;
using CometHooks.Map.Expressions;

namespace CometHooks.Tests.Map.Expressions;

/// <summary>The sample documents of the oracle, and inputs made of a few words.</summary>
internal static class SampleInput
{
    private static readonly Dictionary<string, JsonElement> Documents = new(StringComparer.Ordinal);

    public static ExpressionInput Named(string document)
    {
        lock (Documents)
        {
            if (!Documents.TryGetValue(document, out var root))
            {
                root = Documents[document] = Resource($"{document}.json");
            }

            return new(root.GetProperty("payload"), root.GetProperty("body"), new JsonRecord(root.GetProperty("event")), new JsonRecord(root.GetProperty("facts")));
        }
    }

    public static ExpressionInput Payload(string json)
    {
        var payload = JsonDocument.Parse(json).RootElement;
        var nothing = new JsonRecord(JsonDocument.Parse("{}").RootElement);
        return new(payload, payload, nothing, nothing);
    }

    public static JsonElement Resource(string name)
    {
        using var stream = typeof(SampleInput).Assembly.GetManifestResourceStream("Oracle/" + name)
            ?? throw new FileNotFoundException(name);
        return JsonDocument.Parse(stream).RootElement;
    }

    private sealed class JsonRecord(JsonElement members) : IRecord
    {
        public object? this[string name] => members.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetDecimal(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            }
            : null;
    }
}
