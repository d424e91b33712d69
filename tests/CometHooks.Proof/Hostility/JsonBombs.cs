using System.Globalization;
using System.Text;

namespace CometHooks.Proof.Hostility;

/// <summary>Bodies that break readers. Each is sent with a right signature: the platform, or whoever has its secret, may send anything.</summary>
internal static class JsonBombs
{
    private const int Many = 200_000;

    private static readonly string Digits = new('9', 10_000);

    private static readonly (string Name, Func<string> Json)[] Inside =
    [
        ("arrays in arrays", () => Nested("[", "]", 100_000)),
        ("objects in objects", () => Nested("{\"a\":", "}", 100_000, "1")),
        ("as deep as may be read", () => Nested("[", "]", 50)),
        ("a wide object", () => $"{{{string.Join(',', Enumerable.Range(0, Many).Select(i => $"\"k{i}\":{i}"))}}}"),
        ("a wide array", () => $"[{string.Join(',', Enumerable.Repeat("1", 5 * Many))}]"),
        ("an array of objects", () => $"[{string.Join(',', Enumerable.Repeat("""{"name":"comet_token","value":"x"}""", Many / 2))}]"),
        ("one key many times", () => $"{{{string.Join(',', Enumerable.Repeat("\"comet_token\":\"x\"", Many))}}}"),
        ("a number of 10,000 digits", () => $$"""{"comet_token":{{Digits}}}"""),
        ("a fraction of 10,000 digits", () => $$"""{"comet_token":0.{{Digits}}}"""),
        ("a huge exponent", () => """{"comet_token":1e999999999}"""),
        ("a tiny exponent", () => """{"comet_token":-1e-999999999}"""),
        ("half a surrogate pair", () => """{"comet_token":"\ud800","\udfff":1}"""),
        ("a null character", () => """{"comet_token":"a\u0000b"}"""),
        ("a text of 4 MB", () => $$"""{"comet_token":"{{new string('x', 4_000_000)}}"}"""),
        ("a key of 1 MB", () => $$"""{"{{new string('k', 1_000_000)}}":1}"""),
        ("null", () => "null"),
        ("an empty text", () => "\"\""),
        ("another kind than expected", () => "[[{\"name\":[],\"value\":{}}]]"),
    ];

    private static readonly (string Name, Func<byte[], byte[]> Change)[] Around =
    [
        ("a BOM before it", body => [.. Encoding.UTF8.Preamble, .. body]),
        ("two BOMs", body => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.Preamble, .. body]),
        ("UTF-16", body => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body))),
        ("invalid UTF-8", body => Replaced(body, "ada@", [0xFF, 0xFE, 0xC0, 0x80])),
        ("half a character", body => Replaced(body, "ada@", [0xE2, 0x82])),
        ("a surrogate in UTF-8", body => Replaced(body, "ada@", [0xED, 0xA0, 0x80])),
        ("its end missing", body => body[..^3]),
        ("something behind it", body => [.. body, .. "{}"u8]),
        ("its keys twice", body => [.. body[..^1], (byte)',', .. body[1..]]),
        ("a comment", body => [.. "/* */"u8, .. body]),
        ("a comma too many", body => [.. body[..^1], .. ",}"u8]),
        ("a megabyte of spaces", body => [.. Encoding.ASCII.GetBytes(new string(' ', 1 << 20)), .. body]),
        ("an amount of 10,000 digits", body => Replaced(Replaced(body, "4900", Encoding.ASCII.GetBytes(Digits)), "12.50", Encoding.ASCII.GetBytes(Digits))),
        ("a time off the calendar", body => Replaced(body, "2026-11-01T", Encoding.ASCII.GetBytes("0000-99-99T"))),
        ("no JSON", _ => Encoding.ASCII.GetBytes("--\r\nnothing of the kind")),
        ("one byte", _ => [0]),
        ("null alone", _ => "null"u8.ToArray()),
        ("an empty array alone", _ => "[]"u8.ToArray()),
        ("an empty object alone", _ => "{}"u8.ToArray()),
        ("a number alone", _ => Encoding.ASCII.GetBytes(Digits)),
    ];

    /// <summary>All of them for all platforms.</summary>
    public static IEnumerable<(string Name, Signed Delivery)> All(int round)
    {
        var made = 0;
        foreach (var source in Bodies.Sources)
        {
            foreach (var (name, json) in Inside)
            {
                yield return ($"{source}: {name}", Signed.Of(source, Bodies.With(source, Id(), json())));
            }

            foreach (var (name, change) in Around)
            {
                yield return ($"{source}: {name}", Signed.Of(source, change(Bodies.Of(source, Id()))));
            }
        }

        string Id() => string.Create(CultureInfo.InvariantCulture, $"bomb{round}x{++made}");
    }

    private static string Nested(string open, string close, int depth, string inner = "") =>
        new StringBuilder().Insert(0, open, depth).Append(inner).Insert(depth * open.Length + inner.Length, close, depth).ToString();

    private static byte[] Replaced(byte[] body, string what, byte[] by)
    {
        var at = body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(what));
        return at < 0 ? body : [.. body[..at], .. by, .. body[(at + what.Length)..]];
    }
}
