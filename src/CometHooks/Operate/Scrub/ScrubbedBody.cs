using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using CometHooks.Operate.Explain;

namespace CometHooks.Operate.Scrub;

/// <summary>
/// A body with nobody in it. What stays is what can be nobody's: the names, numbers that are no ids, times, amounts and the
/// platform's own words (<c>paid</c>, <c>charge.succeeded</c>, <c>USD</c>). All else is invented, also what is only unknown.
/// </summary>
internal sealed partial class ScrubbedBody(Utf8JsonWriter writer)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    // What a merchant or a visitor puts in by a name of their own.
    private static readonly string[] OfTheirOwn = ["metadata", "tracking", "custom_fields", "properties"];

    private readonly InventedValues _invented = new();

    public static string Of(JsonElement body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            new ScrubbedBody(writer).Write(body, "", default, isTheirOwn: false);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private void Write(JsonElement element, string name, JsonElement parent, bool isTheirOwn)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    var memberName = PayloadValues.NameOf(member);
                    writer.WritePropertyName(memberName.Contains('@', StringComparison.Ordinal) ? _invented.Email(memberName) : memberName);
                    Write(member.Value, memberName, element, isTheirOwn || OfTheirOwn.Contains(memberName));
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, name, parent, isTheirOwn);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(PayloadValues.Text(element) is { } text ? Text(name, text, parent, isTheirOwn) : "");
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Number(name, element.GetRawText()));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private string Number(string name, string number) =>
        !number.All(char.IsAsciiDigit) || TimeName().IsMatch(name) ? number
        : Mask.For(name) is not null || number.Length > 10 || (number.Length > 3 && IdName().IsMatch(name)) ? _invented.Id(number)
        : number;

    private string Text(string name, string text, JsonElement parent, bool isTheirOwn)
    {
        // Pairs, such as Shopify's attributes and the answers to a question, are theirs too; what they mean says the other half.
        var isPair = name is "value" or "answer" && parent.ValueKind == JsonValueKind.Object;
        var meant = isPair ? Other(parent, "name") ?? Other(parent, "question") ?? name : name;
        isTheirOwn |= isPair;
        if (text.Contains('@', StringComparison.Ordinal))
        {
            return text.Any(char.IsWhiteSpace) ? _invented.Text(text) : _invented.Email(text);
        }

        return PayloadValues.For(meant, text, parent) switch
        {
            { } mask when mask == Mask.Phone => _invented.Phone(text),
            { } mask when mask == Mask.Name => _invented.Name(text),
            { } mask when mask == Mask.Ip => _invented.Ip(text),
            { } mask when mask == Mask.Token => text.Any(char.IsWhiteSpace) ? _invented.Text(text) : _invented.Id(text),
            _ when Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" => Url(uri),
            _ when PlaceName().IsMatch(meant) => text.All(c => char.IsAsciiDigit(c) || c == '-') ? _invented.Id(text) : _invented.Text(text),
            _ when !isTheirOwn && PlatformName().IsMatch(meant) => text,
            _ when isTheirOwn && !meant.StartsWith("utm_", StringComparison.Ordinal) => text is "true" or "false" ? text : IsId(text) ? _invented.Ids(text) : _invented.Text(text),
            _ when Time().IsMatch(text) || Word().IsMatch(text) || Amount().IsMatch(text) => text,
            _ when text[0] == '/' => "/",
            _ when text.StartsWith("Mozilla/", StringComparison.Ordinal) => "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
            _ => IsId(text) ? _invented.Ids(text) : _invented.Text(text),
        };
    }

    // Ids in a path stay linked with the same ids elsewhere; a path of words may name somebody, and a query anything.
    private string Url(Uri uri) => $"{uri.Scheme}://{uri.Authority}{(uri.AbsolutePath.Split('/').Any(s => s.Length >= 16 && IsId(s)) ? _invented.Ids(uri.AbsolutePath) : "/")}";

    private static string? Other(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? PayloadValues.Text(value) : null;

    private static bool IsId(string text) => text.Any(char.IsAsciiDigit) && !text.Any(char.IsWhiteSpace) && text.Length > 3;

    [GeneratedRegex("address|street|^line[12]$|city|town|zip|postal|province$|company|^notes?$|comment|message|description|birth|(user|nick|display)_?name|login|handle", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex PlaceName();

    [GeneratedRegex("^(object|type|event|api_version|timezone|topic)$", RegexOptions.ExplicitCapture)]
    private static partial Regex PlatformName();

    [GeneratedRegex("(^|_)(at|created|time|date|timestamp|amount.*|price|total|subtotal|quantity|weight|grams|.*_amount)$", RegexOptions.ExplicitCapture)]
    private static partial Regex TimeName();

    [GeneratedRegex("(^|_)id$|number$", RegexOptions.ExplicitCapture)]
    private static partial Regex IdName();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d([T ][\d:.]+(Z|[+-]\d\d:?\d\d)?)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Time();

    [GeneratedRegex(@"^-?(\d{1,2}|\d{1,9}\.\d+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Amount();

    [GeneratedRegex("^([a-z]+[0-9]{0,2}([._/-][a-z]+[0-9]{0,2})*|[A-Z]{2,3}|[a-z]{2}-[A-Z]{2})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
