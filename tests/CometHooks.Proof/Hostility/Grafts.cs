using System.Text.Json;

namespace CometHooks.Proof.Hostility;

/// <summary>The shipped samples, with one to three of their values replaced by what breaks readers, from a seed.</summary>
internal sealed class Grafts(int seed)
{
    private static readonly byte[][] Seedlings =
    [
        .. ((string[])["\"\\ud800\"", new string('9', 10_000), "1e999999999", "-79228162514264337593543950335", "9223372036854775807", "null", "{}", "[]", "[{}]", "\"\"", "\"\\u0000\"",
            "\"0001-01-01T00:00:00+14:00\"", "253402300800", "{\"\\ud800\":1}", "\"x\",\"id\":1,\"id\":\"y\"", "true", "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]"]).Select(System.Text.Encoding.ASCII.GetBytes),
        [(byte)'"', 0xFF, (byte)'"'],
        [(byte)'"', .. Enumerable.Repeat((byte)'x', 100_000), (byte)'"'],
    ];

    private readonly Random _random = new(seed);

    private readonly List<(string Source, byte[] Body)> _samples =
    [
        .. Bodies.Sources.SelectMany(source => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "config", "samples", source), "*.json")
            .Order(StringComparer.Ordinal).Select(file => (source, File.ReadAllBytes(file)))),
    ];

    public (string Name, Signed Delivery) Next()
    {
        var (source, body) = _samples[_random.Next(_samples.Count)];
        var spans = Values(body);
        var chosen = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => spans[_random.Next(spans.Count)]).OrderByDescending(s => s.Start);
        var end = int.MaxValue;
        foreach (var (from, to) in chosen.Where(s => s.Start > 0))
        {
            // Not within what was replaced already.
            if (to <= end)
            {
                body = [.. body[..from], .. Seedlings[_random.Next(Seedlings.Length)], .. body[to..]];
                end = from;
            }
        }

        return ($"{source}: a graft", Signed.Of(source, body));
    }

    // Where values stand, objects and arrays included.
    private static List<(int Start, int End)> Values(byte[] json)
    {
        var spans = new List<(int, int)>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(json);
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
