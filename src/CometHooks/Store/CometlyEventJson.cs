using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CometHooks.Deliver;

namespace CometHooks.Store;

/// <summary>The typed event as it is stored until its first claim: snake_case JSON, decimals exact.</summary>
internal static class CometlyEventJson
{
    private static readonly JsonSerializerOptions Options = Make();

    public static string Write(CometlyEvent value) => JsonSerializer.Serialize(value, Options);

    public static CometlyEvent Read(string json)
        => JsonSerializer.Deserialize<CometlyEvent>(json, Options) ?? throw new JsonException("A stored event is null.");

    /// <summary>What an event says, but for its time: two that say the same are refused alike.</summary>
    public static byte[] ContentHash(CometlyEvent value) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(value with { EventTime = null }, Options));

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new ExtraConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    // The values are declared as object: without this a number would come back as a JsonElement.
    private sealed class ExtraConverter : JsonConverter<IReadOnlyDictionary<string, object>>
    {
        public override IReadOnlyDictionary<string, object> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var values = new Dictionary<string, object>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                values[name] = reader.TokenType switch
                {
                    JsonTokenType.Number => reader.GetDecimal(),
                    JsonTokenType.True => true,
                    JsonTokenType.False => false,
                    _ => reader.GetString() ?? throw new JsonException($"The stored field {name} is null."),
                };
            }

            return values;
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, object> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, field) in value)
            {
                writer.WritePropertyName(name);
                switch (field)
                {
                    case decimal number:
                        writer.WriteNumberValue(number);
                        break;
                    case bool flag:
                        writer.WriteBooleanValue(flag);
                        break;
                    case string text:
                        writer.WriteStringValue(text);
                        break;
                    default:
                        throw new JsonException($"The field {name} is neither text nor number nor boolean.");
                }
            }

            writer.WriteEndObject();
        }
    }
}
