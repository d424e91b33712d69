using System.Text;
using System.Text.Json;
using CsCheck;

namespace CometHooks.Tests.Adapters;

/// <summary>A JSON text with one or two of its values replaced by what breaks readers.</summary>
internal static class JsonGrafts
{
    // Halves of surrogate pairs, endless numbers, times off the calendar, other kinds than expected, doubled names.
    private static readonly string[] Grafts =
    [
        "\"\\ud800\"", new string('9', 10_000), "1e999999999", "-79228162514264337593543950335", "9223372036854775807", "null", "{}", "[]", "[{}]", "\"\"",
        "\"\\u0000\"", "\"0001-01-01T00:00:00+14:00\"", "253402300800", "{\"\\ud800\":1}", "\"x\",\"id\":1,\"id\":\"y\"", "true",
    ];

    public static Gen<string> Of(string json)
    {
        var values = Values(json);
        var value = Gen.Int[0, values.Count - 1].Select(index => values[index]);
        var graft = Gen.Int[0, Grafts.Length - 1].Select(index => Grafts[index]);
        return Gen.Select(value, graft, value, graft, (one, first, other, second) =>
        {
            var (later, earlier) = one.Start > other.Start ? (one, other) : (other, one);
            var grafted = Replace(json, later, first);
            return earlier.End <= later.Start ? Replace(grafted, earlier, second) : grafted;
        });
    }

    private static string Replace(string json, (int Start, int End) value, string graft) =>
        string.Concat(json.AsSpan(0, value.Start), graft, json.AsSpan(value.End));

    // Where the values stand in the text, objects and arrays included.
    private static List<(int Start, int End)> Values(string json)
    {
        Assert.True(Ascii.IsValid(json)); // so that bytes are characters
        var spans = new List<(int, int)>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(Encoding.ASCII.GetBytes(json));
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push((int)reader.TokenStartIndex);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    spans.Add((open.Pop(), (int)reader.BytesConsumed));
                    break;
                case not JsonTokenType.PropertyName:
                    spans.Add(((int)reader.TokenStartIndex, (int)reader.BytesConsumed));
                    break;
            }
        }

        return spans;
    }
}
