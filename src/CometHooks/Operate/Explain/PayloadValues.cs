using System.Text.Json;

namespace CometHooks.Operate.Explain;

/// <summary>Finds what a payload tells of a person by the names that platforms give it.</summary>
internal static class PayloadValues
{
    // Objects that are a person, or have one's address: their "name" is a name.
    private static readonly string[] OfPersons = ["email", "phone", "address", "address1", "first_name"];

    public static IReadOnlyList<KeyValuePair<string, Func<string, string>>> Of(ReadOnlyMemory<byte> body)
    {
        if (!JsonBody.TryParse(body, out var document, out _))
        {
            return [];
        }

        using (document)
        {
            return [.. Within(document.RootElement)];
        }
    }

    private static IEnumerable<KeyValuePair<string, Func<string, string>>> Within(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Within),
        JsonValueKind.Object => Own(element).Concat(element.EnumerateObject().SelectMany(p => Within(p.Value))),
        _ => [],
    };

    private static IEnumerable<KeyValuePair<string, Func<string, string>>> Own(JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (Text(property.Value) is { } text && For(NameOf(property), text, element) is { } mask)
            {
                yield return new(text, mask);
            }
        }

        foreach (var list in element.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array && Mask.For(NameOf(p)) is not null))
        {
            foreach (var item in list.Value.EnumerateArray().Select(Text).OfType<string>())
            {
                yield return new(item, Mask.For(NameOf(list))!);
            }
        }

        // Pairs: a Shopify attribute; an answer to a question, whatever was asked.
        var question = Text(element, "question");
        if ((Text(element, "name") ?? question) is { } name
            && (Text(element, "value") ?? Text(element, "answer")) is { Length: > 0 } value
            && (Mask.For(name) ?? (question is null ? null : Mask.Hidden)) is { } ofPair)
        {
            yield return new(value, ofPair);
        }
    }

    /// <summary>How to mask a member of this object; null where it is nobody's.</summary>
    public static Func<string, string>? For(string name, string text, JsonElement parent) =>
        Mask.For(name) ?? (name == "name" && text.Any(char.IsLetter) && !text.Any(char.IsAsciiDigit) && IsPerson(parent) ? Mask.Name : null);

    private static bool IsPerson(JsonElement element) => OfPersons.Any(name => element.TryGetProperty(name, out _));

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Text(value) : null;

    // Half of a surrogate pair is no text, so nothing that a page could show; the reader throws where it has to decode one.
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text.Trim() : null,
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
